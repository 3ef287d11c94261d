import type { ProfileInfo } from '../protocol/profile-info.ts'
import { Failure } from './failure.ts'

/** The language that was asked for, or else the one whose files are called like this. Throws a Failure that names those there are. */
export function findProfile(profiles: readonly ProfileInfo[], language: string | null, file: string): ProfileInfo {
  const ids = profiles.map(({ id }) => id).join(', ')
  if (language !== null) {
    const wanted = language.toLowerCase()
    const found = profiles.find(({ id, title }) => id === wanted || title.toLowerCase() === wanted)
    if (!found) throw new Failure(`There is no language ${language} on this server. There are: ${ids}.`)
    return found
  }
  // The longest ending tells most.
  const [found] = profiles
    .flatMap(profile => profile.extensions.filter(ending => file.endsWith(ending)).map(ending => ({ profile, ending })))
    .sort((a, b) => b.ending.length - a.ending.length)
  if (!found) throw new Failure(`The name ${file} does not tell the language. Say it with --language; there are: ${ids}.`)
  return found.profile
}
