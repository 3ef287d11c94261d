import { createHash } from 'node:crypto'
import { AppError } from '../platform/app-error.ts'
import type { Profile } from '../profiles/profile.ts'
import { givenFault, type Sources, sourcesFault } from '../profiles/sources.ts'
import type { RunRequest } from '../protocol/messages.ts'
import type { Keyed } from './transitions.ts'

type Profiles = ReadonlyMap<string, Profile>

/** Why this is not run, or null. */
export function runFault(request: RunRequest, profiles: Profiles): AppError | null {
  return givenFault(request) ?? sourcesFault(request, profiles) ?? consoleFault(request, profiles)
}

function consoleFault({ mode, profile }: RunRequest, profiles: Profiles): AppError | null {
  const { console, title } = profiles.get(profile) as Profile
  return mode === 'console' && !console ? new AppError('bad_message', `${title} has no console.`) : null
}

/** Gives a request its sources' key, where the language is compiled. */
export function withKey<T extends Sources>(request: T, profiles: Profiles): Keyed<T> {
  if (!profiles.get(request.profile)?.compile) return { ...request, key: '' }
  const hash = createHash('sha256').update(JSON.stringify([request.profile, request.main]))
  for (const { name, content, encoding } of request.files) hash.update(JSON.stringify([name, content, encoding]))
  return { ...request, key: hash.digest('base64') }
}
