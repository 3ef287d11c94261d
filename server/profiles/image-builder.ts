import type { Logger } from '../platform/logger.ts'
import type { ImageState } from '../protocol/profile-info.ts'
import { BuildProgress } from './build-progress.ts'
import type { ImagePlan } from './images.ts'
import type { Profile } from './profile.ts'

/** What the builder needs of the engine. */
export interface BuilderEngine {
  /** The image's id, or null when the engine does not have it. */
  find(tag: string): Promise<string | null>
  build(
    image: Omit<ImagePlan, 'context'> & { readonly context: NodeJS.ReadableStream; readonly signal: AbortSignal },
    onLine: (line: string) => void,
  ): Promise<void>
}

export type ImageBuilderDeps = {
  readonly engine: BuilderEngine
  readonly profiles: readonly Profile[]
  readonly plan: (profile: Profile) => Promise<ImagePlan>
  /** A language's image is there. */
  readonly onReady: (profile: Profile, tag: string) => Promise<void>
  /** Told whenever there is something new, which may be often. */
  readonly onState: (profile: Profile, state: ImageState) => void
  readonly log: Logger
  /** Waits before a language is tried again; as many tries as there are waits, and the first one. */
  readonly retryMs?: readonly number[]
}

/** A network that is away comes back within the hour, or not without somebody's help. */
const RETRY_MS: readonly number[] = [60_000, 300_000, 1_200_000]
const LOG_EVERY_MS = 15_000
const WHY_CHARS = 300

type Turn = { readonly profile: Profile; readonly tries: number; readonly dueMs: number }

/** Offers the languages whose images are there, and makes those that are not, one after the other. A language that fails does not stop the others. */
export class ImageBuilder {
  readonly #deps: ImageBuilderDeps
  readonly #closed = new AbortController()
  #missing: Profile[] = []
  #work: Promise<void> = Promise.resolve()

  constructor(deps: ImageBuilderDeps) {
    this.#deps = deps
  }

  /** Offers what is there. Rejects when the engine cannot be asked, or when a language must not be offered. */
  async offerPresent(): Promise<void> {
    const { profiles, plan, engine, onReady } = this.#deps
    for (const profile of profiles) {
      const { tag } = await plan(profile)
      if (await engine.find(tag)) await onReady(profile, tag)
      else this.#missing.push(profile)
    }
  }

  /** Begins to build what is missing. */
  start(): void {
    this.#work = this.#buildAll(this.#missing.splice(0))
  }

  /** Resolves when every image is there or was given up. */
  async done(): Promise<void> {
    await this.#work
  }

  /** Gives up the build that is under way, and starts none any more. Resolves when nothing of it is left. */
  async close(): Promise<void> {
    this.#closed.abort()
    await this.#work
  }

  async #buildAll(profiles: readonly Profile[]): Promise<void> {
    const { signal } = this.#closed
    let turns: Turn[] = profiles.map(profile => ({ profile, tries: 0, dueMs: 0 }))
    while (turns.length > 0 && !signal.aborted) {
      const now = performance.now()
      const turn = turns.find(({ dueMs }) => dueMs <= now)
      if (!turn) {
        await wait(Math.min(...turns.map(({ dueMs }) => dueMs)) - now, signal)
        continue
      }
      turns = turns.filter(other => other !== turn)
      const again = await this.#build(turn)
      if (again) turns.push(again)
    }
  }

  /** Resolves with the next turn of a language that failed, if it has one. */
  async #build({ profile, tries }: Turn): Promise<Turn | null> {
    const { log, plan, engine, onReady, onState, retryMs = RETRY_MS } = this.#deps
    const { signal } = this.#closed
    const about = { profile: profile.id }
    const startedMs = performance.now()
    const seconds = (): number => Math.round((performance.now() - startedMs) / 1000)
    const progress = new BuildProgress()
    let lastLine = ''
    const show = (): void => onState(profile, { name: 'building', ...progress.step })
    const timer = setInterval(() => log.info({ ...about, ...progress.step, s: seconds() }, 'building an image'), LOG_EVERY_MS)
    try {
      const planned = await plan(profile)
      // Another server of this machine may have made it meanwhile.
      if (!(await engine.find(planned.tag))) {
        log.info(about, 'an image is being built')
        show()
        await engine.build({ ...planned, context: planned.context(), signal }, line => {
          if (isTelling(line)) lastLine = line
          progress.line(line)
          show()
        })
        log.info({ ...about, tag: planned.tag, s: seconds() }, 'an image is built')
      }
      clearInterval(timer)
      if (signal.aborted) return null
      await onReady(profile, planned.tag)
      return null
    } catch (fault) {
      if (signal.aborted) return null
      const againMs = retryMs[tries]
      const why = [
        lastLine || (fault as Error).message.split('\n')[0],
        againMs === undefined ? '' : `It is tried again in ${inWords(againMs)}.`,
      ]
      onState(profile, { name: 'failed', why: why.filter(Boolean).join(' ').slice(0, WHY_CHARS) })
      log.error({ ...about, err: fault, s: seconds(), againMs: againMs ?? null }, 'an image could not be built')
      return againMs === undefined ? null : { profile, tries: tries + 1, dueMs: performance.now() + againMs }
    } finally {
      clearInterval(timer)
    }
  }
}

/** Whether a line may say why a build failed, and is not the engine's own account of its steps. */
function isTelling(line: string): boolean {
  return /\w/.test(line) && !/^(?:Step \d|Removing intermediate| ?---> |The command )/.test(line)
}

function inWords(ms: number): string {
  return ms < 60_000 ? `${Math.ceil(ms / 1000)} s` : `${Math.ceil(ms / 60_000)} min`
}

/** Resolves after a while, or at once when the signal is given. */
function wait(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise(resolve => {
    const done = (): void => {
      clearTimeout(timer)
      signal.removeEventListener('abort', done)
      resolve()
    }
    const timer = setTimeout(done, Math.max(0, ms))
    timer.unref()
    if (signal.aborted) done()
    else signal.addEventListener('abort', done, { once: true })
  })
}
