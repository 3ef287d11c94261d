import { z } from 'zod'

/** Names of claims begin so (LTI 1.3, https://www.imsglobal.org/spec/lti/v1p3). */
export const CLAIM = 'https://purl.imsglobal.org/spec/lti/claim/'
export const DEEP_LINKING = 'https://purl.imsglobal.org/spec/lti-dl/claim/'
const GRADES = 'https://purl.imsglobal.org/spec/lti-ags/claim/endpoint'
export const SCORE_SCOPE = 'https://purl.imsglobal.org/spec/lti-ags/scope/score'

/** One of the databases keeps no zero characters. */
const text = (most: number) =>
  z
    .string()
    .max(most)
    .refine(given => !given.includes('\0'), 'has a zero character')
const id = text(255).min(1)

/** What a course system says of a launch, as far as it matters here. */
export const LaunchClaims = z.object({
  nonce: z.string(),
  sub: id,
  name: text(1000).optional(),
  given_name: text(1000).optional(),
  family_name: text(1000).optional(),
  [`${CLAIM}version`]: z.literal('1.3.0'),
  [`${CLAIM}message_type`]: z.enum(['LtiResourceLinkRequest', 'LtiDeepLinkingRequest']),
  [`${CLAIM}deployment_id`]: id,
  [`${CLAIM}target_link_uri`]: text(2048).optional(),
  [`${CLAIM}resource_link`]: z.object({ id, title: text(2000).nullish() }).optional(),
  [`${CLAIM}context`]: z.object({ id, title: text(2000).nullish(), label: text(2000).nullish() }).nullish(),
  [`${CLAIM}roles`]: z.array(z.string().max(500)).max(100).default([]),
  [`${CLAIM}custom`]: z.record(z.string(), z.unknown()).nullish(),
  [`${DEEP_LINKING}deep_linking_settings`]: z
    .object({
      deep_link_return_url: z.string().max(2048),
      accept_types: z.array(z.string()).default([]),
      data: z.string().max(4096).nullish(),
    })
    .optional(),
  [GRADES]: z.object({ scope: z.array(z.string()).default([]), lineitem: z.string().max(2048).nullish() }).nullish(),
})
type LaunchClaims = z.infer<typeof LaunchClaims>

/** The same in our words. */
export type LaunchMessage = {
  readonly nonce: string
  readonly subject: string
  readonly name: string | null
  readonly deployment: string
  /** The course, or what is as much. */
  readonly context: string | null
  readonly contextTitle: string | null
  readonly isTeacher: boolean
  /** What the link was made with, and where it leads. */
  readonly exercise: string | null
  readonly target: string | null
  /** Where scores go; null where none are wanted. */
  readonly lineItem: string | null
  readonly choosing: { readonly returnUrl: string; readonly data: string | null } | null
}

const TEACHER = /\/membership#(?:Instructor|ContentDeveloper|Administrator)$/

export function toMessage(claims: LaunchClaims): LaunchMessage {
  const context = claims[`${CLAIM}context`]
  const link = claims[`${CLAIM}resource_link`]
  const grades = claims[GRADES]
  const settings = claims[`${DEEP_LINKING}deep_linking_settings`]
  const exercise = claims[`${CLAIM}custom`]?.exercise
  const choosing = claims[`${CLAIM}message_type`] === 'LtiDeepLinkingRequest' && settings
  return {
    nonce: claims.nonce,
    subject: claims.sub,
    name: claims.name || [claims.given_name, claims.family_name].filter(Boolean).join(' ') || null,
    deployment: claims[`${CLAIM}deployment_id`],
    context: context ? `course ${context.id}` : link ? `link ${link.id}` : null,
    contextTitle: context?.title || context?.label || link?.title || null,
    isTeacher: claims[`${CLAIM}roles`].some(role => TEACHER.test(role)),
    // A variable that the course system has no value for comes as it was written.
    exercise: typeof exercise === 'string' && !exercise.startsWith('$') ? exercise : null,
    target: claims[`${CLAIM}target_link_uri`] ?? null,
    lineItem: (grades?.scope.includes(SCORE_SCOPE) && grades.lineitem) || null,
    choosing: choosing ? { returnUrl: choosing.deep_link_return_url, data: choosing.data ?? null } : null,
  }
}
