import { randomBytes } from 'node:crypto'
import { AppError } from '../platform/app-error.ts'
import { hashOf } from '../platform/hash.ts'
import type { Logger } from '../platform/logger.ts'
import type { Profile } from '../profiles/profile.ts'
import { exactMegabytes, givenFault, sourcesFault } from '../profiles/sources.ts'
import {
  RECORDING_BYTES,
  type Recording,
  type Shared,
  SNIPPET_BYTES,
  Snippet,
  type SnippetContent,
  type SnippetId,
} from '../protocol/snippet.ts'
import type { KeptSnippet, SnippetRows } from '../store/snippet-rows.ts'
import { identify } from './snippet-id.ts'

const KEY_BYTES = 32

export type SnippetsDeps = {
  readonly rows: SnippetRows
  readonly profiles: ReadonlyMap<string, Profile>
  /** The version of a language's toolchain, where it is known by now. */
  readonly version: (profile: Profile) => string | null
  readonly now: () => number
  readonly log: Logger
}

/** Shared code: immutable, named by what it holds, and there until everybody who shared it has taken that back. */
export class Snippets {
  readonly #deps: SnippetsDeps

  constructor(deps: SnippetsDeps) {
    this.#deps = deps
  }

  /** Keeps it. `created` is false where the same content was kept already; the key is another one each time. */
  async share(content: SnippetContent): Promise<Shared & { readonly created: boolean }> {
    const { rows, profiles, version, now, log } = this.#deps
    const fault = givenFault(content) ?? sourcesFault(content, profiles) ?? recordingFault(content.recording)
    if (fault) throw fault
    const parent = content.parent !== null && (await rows.isThere(content.parent)) ? content.parent : null
    const profile = profiles.get(content.profile) as Profile
    const known = version(profile)
    const { id, digest, text } = identify({ ...content, parent, version: known === null ? null : `${profile.title} ${known}` })
    const bytes = Buffer.byteLength(text)
    if (bytes > SNIPPET_BYTES) {
      throw new AppError(
        'source_too_large',
        `All of it is ${exactMegabytes(bytes)} MB; a snippet may have ${exactMegabytes(SNIPPET_BYTES)} MB.`,
      )
    }
    const deletionKey = randomBytes(KEY_BYTES).toString('base64url')
    const outcome = await rows.share({ id, digest, content: text }, hashOf(deletionKey), now())
    if (outcome === 'taken_down') throw new AppError('content_refused', 'Exactly this was taken down here by the operator of this server.')
    if (outcome === 'other') throw new AppError('content_refused', 'Another snippet has the id of this one. Change any character of it.')
    if (outcome === 'full') {
      log.warn({ bytes }, 'a snippet was not kept: the database is as large as GLOVEBOX_DATA_MB or its disk lets it be')
      throw new AppError(
        'storage_full',
        'This server has no room for more snippets. A private link works: it holds all of the program itself.',
      )
    }
    log.info({ snippet: id, profile: content.profile, bytes, outcome }, 'a snippet was shared')
    return { id, path: `/s/${id}`, deletionKey, created: outcome === 'new' }
  }

  async read(id: SnippetId): Promise<Snippet> {
    const kept = await this.#kept(id)
    return Snippet.parse({ ...JSON.parse(kept.content), id, createdMs: kept.createdMs })
  }

  /** The same as text, without a look at what is in it: it is as it was when it was taken. */
  async readText(id: SnippetId): Promise<string> {
    const kept = await this.#kept(id)
    return `{"id":"${id}","createdMs":${kept.createdMs},${kept.content.slice(1)}`
  }

  isThere(id: SnippetId): Promise<boolean> {
    return this.#deps.rows.isThere(id)
  }

  isTakenDown(id: SnippetId): Promise<boolean> {
    return this.#deps.rows.isTakenDown(id)
  }

  /** Takes one share back. The snippet goes with the last one. */
  async remove(id: SnippetId, deletionKey: string): Promise<void> {
    const outcome = await this.#deps.rows.unshare(id, hashOf(deletionKey))
    if (outcome === 'not_there') throw notThere()
    if (outcome === 'taken_down') throw takenDown()
    if (outcome === 'no_claim') throw new AppError('bad_key', 'This key takes no share of this snippet back.')
    this.#deps.log.info({ snippet: id, outcome }, 'a share was taken back')
  }

  async #kept(id: SnippetId): Promise<Extract<KeptSnippet, { state: 'there' }>> {
    const kept = await this.#deps.rows.read(id)
    if (!kept) throw notThere()
    if (kept.state === 'taken_down') throw takenDown()
    return kept
  }
}

function recordingFault(recording: Recording | null): AppError | null {
  if (!recording) return null
  let [bytes, lastMs] = [0, 0]
  for (const [atMs, text] of recording.events) {
    if (atMs < lastMs) return new AppError('bad_message', 'The recording’s events are not in order of time.')
    lastMs = atMs
    bytes += Buffer.byteLength(text)
  }
  return bytes > RECORDING_BYTES ? new AppError('source_too_large', `A recording may have ${RECORDING_BYTES / 1024} KB of text.`) : null
}

function notThere(): AppError {
  return new AppError('not_found', 'There is no such snippet. Whoever shared it may have taken it back.')
}

function takenDown(): AppError {
  return new AppError('taken_down', 'This snippet was taken down by the operator of this server.')
}
