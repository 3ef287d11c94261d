import { randomUUID } from 'node:crypto'
import { constants } from 'node:os'
import type { Caller } from '../access/callers.ts'
import { AppError, publicError } from '../platform/app-error.ts'
import type { Logger } from '../platform/logger.ts'
import type { Language } from './catalogue.ts'
import { Kept } from './judge0-kept.ts'
import { type Submitted, toProgram } from './judge0-request.ts'
import { messageOf, Status, statusOf } from './judge0-status.ts'
import type { Outcome, Submission } from './judge0-submission.ts'
import type { Once, OnceResult } from './once.ts'

/** Submissions of one tenant that wait for their turn. */
const WAITING = 100

type Live = Submission & { readonly atOnce: number; readonly language: Language; readonly signal: AbortSignal; readonly end: () => void }

const NOTHING: Outcome = {
  stdout: null,
  stderr: null,
  compile_output: null,
  message: null,
  time: null,
  wall_time: null,
  memory: null,
  exit_code: null,
  exit_signal: null,
}

export type SubmissionsDeps = {
  readonly once: Once
  readonly log: Logger
}

/** Submissions by their tokens, in memory: those that wait, those that run, and those that have ended lately. */
export class Submissions {
  readonly #deps: SubmissionsDeps
  readonly #kept = new Kept()
  readonly #waiting = new Map<string, Live[]>()
  readonly #running = new Map<string, number>()

  constructor(deps: SubmissionsDeps) {
    this.#deps = deps
  }

  get(token: string): Submission | null {
    return this.#kept.get(token)
  }

  /**
   * Takes a submission; it runs as soon as its tenant's turn comes. Throws `too_busy` when too many wait.
   * @param signal ends it, whatever it does.
   */
  submit(submitted: Submitted, language: Language, { tenant, atOnce }: Caller, signal: AbortSignal): Submission {
    const waiting = this.#waiting.get(tenant) ?? []
    if (waiting.length >= WAITING) throw new AppError('too_busy', `${WAITING} submissions of yours wait already.`)
    let end = (): void => {}
    const ended = new Promise<void>(resolve => {
      end = resolve
    })
    const { profile, version } = language
    const submission: Live = {
      token: randomUUID(),
      submitted,
      languageName: version ? `${profile.title} (${version})` : profile.title,
      createdMs: Date.now(),
      tenant,
      atOnce,
      ended,
      finishedMs: null,
      status: Status.inQueue,
      outcome: NOTHING,
      language,
      signal,
      end,
    }
    this.#kept.add(submission)
    waiting.push(submission)
    this.#waiting.set(tenant, waiting)
    this.#pump(tenant)
    return submission
  }

  #pump(tenant: string): void {
    const waiting = this.#waiting.get(tenant) ?? []
    for (let next = waiting[0]; next && (this.#running.get(tenant) ?? 0) < next.atOnce; next = waiting[0]) {
      waiting.shift()
      this.#running.set(tenant, (this.#running.get(tenant) ?? 0) + 1)
      void this.#run(next).finally(() => {
        const left = (this.#running.get(tenant) ?? 1) - 1
        if (left === 0) this.#running.delete(tenant)
        else this.#running.set(tenant, left)
        this.#pump(tenant)
      })
    }
    if (waiting.length === 0) this.#waiting.delete(tenant)
  }

  async #run(submission: Live): Promise<void> {
    submission.status = Status.processing
    const { submitted, language, atOnce, signal } = submission
    try {
      const results: OnceResult[] = []
      let status: number = Status.accepted
      // As often as it is asked for, while it is accepted.
      while (results.length < submitted.number_of_runs && status === Status.accepted) {
        // Runs of submissions have a queue of their own: they count apart.
        const tenant = `submissions ${submission.tenant}`
        const result = await this.#deps.once({
          ...toProgram(submitted, language.profile),
          tenant,
          atOnce,
          signal,
          delivered: Promise.resolve(),
        })
        results.push(result)
        status = statusOf(result, submitted.expected_output)
      }
      submission.outcome = toOutcome(results, submitted)
      submission.status = status
    } catch (thrown) {
      if (!(thrown instanceof AppError)) this.#deps.log.error({ err: thrown }, 'a submission failed')
      submission.outcome = { ...NOTHING, message: publicError(thrown).message }
      submission.status = Status.internal
    }
    submission.finishedMs = Date.now()
    this.#kept.end(submission)
    submission.end()
  }
}

function toOutcome(results: readonly OnceResult[], { redirect_stderr_to_stdout: together }: Submitted): Outcome {
  const last = results.at(-1) as OnceResult
  const { compile, run } = last
  const compileText =
    compile && (compile.reason === 'timeout' || compile.reason === 'cpu_limit') ? 'Compilation time limit exceeded.' : compile?.all
  if (!run) return { ...NOTHING, compile_output: compileText || null }
  const mean = (of: (result: OnceResult) => number): number => results.reduce((sum, result) => sum + of(result), 0) / results.length
  return {
    stdout: (together ? run.all : run.stdout.text) || null,
    stderr: together ? null : run.stderr.text || null,
    compile_output: compileText || null,
    message: messageOf(last),
    time: mean(({ run }) => run?.cpuMs ?? 0) / 1000,
    wall_time: mean(({ run }) => run?.wallMs ?? 0) / 1000,
    memory: Math.round(mean(({ run }) => run?.peakBytes ?? 0) / 1024),
    exit_code: run.code,
    exit_signal: signalNumber(run.signal),
  }
}

function signalNumber(name: string | null): number | null {
  return name === null ? null : (constants.signals[name as NodeJS.Signals] ?? null)
}
