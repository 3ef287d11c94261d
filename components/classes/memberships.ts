import '../workspace/no-eval.ts'
import { z } from 'zod'
import { ClassId, type Joined, MemberId, Secret } from '../../server/protocol/classes.ts'
import { savedMemberships, savedReturn, saveMemberships, saveReturn } from '../workspace/saved.ts'
import { savedEntries } from '../workspace/saved-entries.ts'

const MOST = 50

const OwnMembership = z.object({
  class: ClassId,
  title: z.string().max(400),
  /** Null where it is not known. */
  member: MemberId.nullable().catch(null),
  name: z.string().max(400),
  token: Secret,
})
/** A class that this browser has joined. */
export type OwnMembership = Readonly<z.infer<typeof OwnMembership>>

/** The last to be joined first. */
export function memberships(): readonly OwnMembership[] {
  return savedEntries(savedMemberships(), OwnMembership, MOST)
}

/** Keeps what somebody has joined. False when the browser does not keep it. */
export function keepMembership({ class: { id, title }, member, name, token }: Joined): boolean {
  const others = memberships().filter(known => known.class !== id)
  return saveMemberships(JSON.stringify([{ class: id, title, member, name, token }, ...others].slice(0, MOST)))
}

/** This browser is no longer in the class. The class keeps what it has. */
export function forgetMembership(classId: string): void {
  saveMemberships(JSON.stringify(memberships().filter(known => known.class !== classId)))
}

const Return = z.object({ key: Secret, token: Secret })
/** What a personal link has, and the token by which this browser is to be known from then on. */
export type Return = Readonly<z.infer<typeof Return>>

/** The token of a link stays the same until the link is used: whoever did not hear the server's answer asks for the same again, after a reload too. */
export function returnBy(key: string): Return {
  try {
    const kept = Return.safeParse(JSON.parse(savedReturn() ?? 'null')).data
    if (kept?.key === key) return kept
  } catch {
    // What is kept is none.
  }
  const made = { key, token: newToken() }
  saveReturn(JSON.stringify(made))
  return made
}

/** The link is used, or worth nothing. */
export function forgetReturn(): void {
  saveReturn('null')
}

/** 32 random bytes in base64url. */
function newToken(): string {
  const bytes = String.fromCharCode(...crypto.getRandomValues(new Uint8Array(32)))
  return btoa(bytes).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '')
}
