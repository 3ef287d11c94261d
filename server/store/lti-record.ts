import { z } from 'zod'

const Milliseconds = z.number().int().nonnegative()

/** A course system that may send its people here. */
const LtiPlatform = z.object({
  id: z.string(),
  issuer: z.string(),
  /** As which it knows this server. */
  clientId: z.string(),
  deployments: z.array(z.string()),
  /** Where it is asked who somebody is, for access tokens, and for its keys. */
  loginUrl: z.string(),
  tokenUrl: z.string(),
  jwksUrl: z.string(),
  /** Whom assertions for access tokens are for; null: the token URL. */
  audience: z.string().nullable(),
  /** Where its pages are that show this server in a frame. */
  origins: z.array(z.string()),
  createdMs: Milliseconds,
})
export type LtiPlatform = z.infer<typeof LtiPlatform>

/** The class that a course is here. */
const LtiClass = z.object({
  platform: z.string(),
  deployment: z.string(),
  context: z.string(),
  class: z.string(),
  /** The teacher's, shown to whoever teaches the course. */
  classKey: z.string(),
})
export type LtiClass = z.infer<typeof LtiClass>

/** The student that somebody of a course is here. */
const LtiMember = z.object({
  platform: z.string(),
  deployment: z.string(),
  context: z.string(),
  subject: z.string(),
  member: z.string(),
})
export type LtiMember = z.infer<typeof LtiMember>

/** Where a student's score for an exercise goes, the best there was, and whether it has got there. */
const LtiScore = z.object({
  member: z.string(),
  lineItem: z.string(),
  platform: z.string(),
  subject: z.string(),
  slug: z.string(),
  /** Null as long as nothing was graded. */
  points: z.number().nullable(),
  maxPoints: z.number().nullable(),
  /** When it is to be told (again); null: there is nothing to tell. */
  dueMs: Milliseconds.nullable(),
  tries: z.number().int().nonnegative(),
})
export type LtiScore = z.infer<typeof LtiScore>

/** Any of them as it leaves one database for another, in the order in which one needs the other. */
export const LtiRecord = z.union([
  z.object({ platform: LtiPlatform }),
  // JWK of the private key that this server signs with.
  z.object({ privateJwk: z.string(), createdMs: Milliseconds }),
  z.object({ class: LtiClass }),
  z.object({ member: LtiMember }),
  z.object({ score: LtiScore }),
])
export type LtiRecord = z.infer<typeof LtiRecord>
