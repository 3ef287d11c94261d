import { coerce, satisfies } from 'semver'
import type { Profile } from '../profiles/profile.ts'
import type { ProfileInfo } from '../protocol/profile-info.ts'

/** A language that is offered here: how it is run, and what is known of it now. */
export type Language = { readonly profile: Profile } & Pick<ProfileInfo, 'version' | 'libraries' | 'image' | 'ready'>

/** The languages, as they are at the moment of the call. */
export type Catalogue = () => readonly Language[]

/** The language of that id, or of that name among Piston's. */
export function findLanguage(catalogue: Catalogue, name: string): Language | null {
  const languages = catalogue()
  return languages.find(({ profile }) => profile.id === name) ?? languages.find(({ profile }) => isCalled(profile, name)) ?? null
}

/** Whether a language has that name in Piston's interface. */
export function isCalled({ piston }: Profile, name: string): boolean {
  return piston.language === name || piston.aliases.includes(name)
}

/** A toolchain's version as three numbers, whatever its makers count by. */
export function fullVersion({ version }: Language): string {
  return coerce(version ?? '')?.version ?? '0.0.0'
}

/** Whether a version is in a range as npm has them: `*`, `3`, `3.x`, `^3.12`, or exact. */
export function inRange(language: Language, range: string): boolean {
  return satisfies(fullVersion(language), range) || language.version === range
}
