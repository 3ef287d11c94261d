import { AppError, publicError } from '../platform/app-error.ts'
import type { Metrics } from '../platform/metrics.ts'
import type { Profile } from '../profiles/profile.ts'
import { sourcesFault } from '../profiles/sources.ts'
import type { Solution, Submission, SubmissionBody, SubmissionView } from '../protocol/exercise.ts'
import type { SourceFile } from '../protocol/messages.ts'
import type { GradingRows } from '../store/grading-rows.ts'
import type { SubmissionRecord, SubmissionSummary } from '../store/submission-record.ts'
import type { CatalogueView } from './catalogue-view.ts'
import type { Exercise, Grade } from './exercise.ts'
import { findExercise, inLanguage } from './find-exercise.ts'
import { hidingTimes } from './hidden-times.ts'
import { Holding } from './holding.ts'
import { Ongoing } from './ongoing.ts'
import { patiently, pause } from './patiently.ts'
import { type PruningDeps, startPruning } from './pruning.ts'
import { noMember, noRoom, notThere, REFUSALS } from './refusals.ts'
import { type Regraded, type RegradeOptions, type RegradeTarget, regrade } from './regrade.ts'
import { Resuming } from './resuming.ts'
import { solutionFor } from './solutions.ts'
import { fromStored, Versions } from './stored-exercise.ts'
import { createSubmissionId, digestOf, faultOf, filesOf, gradingOf, toKept, toSubmission } from './submission-record.ts'

/** For how long a request of the same name is the same submission. */
const NAMED_MS = 86_400_000
/** How often the grading of one is begun by servers that did not live to see its end. */
const ATTEMPTS = 3
/** How often this server says that it is still at what it grades, and looks for what others have left. */
const UPKEEP_MS = 2000
/** How often it looks whether another server has come to the end of what somebody waits for here. */
const LOOK_MS = 1000

export type SubmissionsDeps = PruningDeps & {
  readonly catalogue: Pick<CatalogueView, 'find'>
  readonly profiles: ReadonlyMap<string, Profile>
  readonly gradings: GradingRows
  readonly grade: Grade
  readonly metrics: Pick<Metrics, 'gradings' | 'gradingTime'>
}

export type Order = {
  readonly slug: string
  readonly body: SubmissionBody
  /** Whom fairness counts by. */
  readonly tenant: string
  /** Whose it is, of a class; null: nobody's. */
  readonly member: string | null
  /** Names the request, so that it is graded once however often it is sent; null: it has no name. */
  readonly name: string | null
}

/** What was handed in. It is graded whether somebody waits for that or not. */
export type HandedIn = {
  readonly id: string
  /** False where an earlier request of the same name has handed it in. */
  readonly isNew: boolean
  readonly follow: Ongoing['follow']
  readonly result: Promise<Submission>
}

export type Graded = { readonly submission: Submission; readonly member: string | null }

type Work = Omit<Submission, 'grading'> & {
  readonly main: string
  readonly files: readonly SourceFile[]
  readonly member: string | null
  readonly tenant: string
}

/** Whether something is graded for the first time, since it was sent again, or since a server before this one has not come to its end. */
type Occasion = 'new' | 'again' | 'resumed'

/** Takes in solutions, has them graded, and keeps them with what came of them and with the exercise as it was. */
export class Submissions {
  readonly #deps: SubmissionsDeps
  readonly #ongoing = new Map<string, Ongoing>()
  readonly #listeners = new Set<(graded: Graded) => void>()
  readonly #closing = new AbortController()
  readonly #versions = new Versions()
  readonly #holding: Holding
  readonly #resuming: Resuming
  #pruning: AsyncDisposable | null = null
  #upkeep: NodeJS.Timeout | null = null

  constructor(deps: SubmissionsDeps) {
    this.#deps = { ...deps, grade: hidingTimes(deps.grade) }
    this.#holding = new Holding(deps)
    this.#resuming = new Resuming({ ...deps, goOn: id => this.#goOn(id), signal: this.#closing.signal })
  }

  /** How many are being graded, or wait for it. */
  get ongoing(): number {
    return this.#ongoing.size
  }

  /** From now on, what is nobody's and old is dropped, and what servers have left that were killed is graded. */
  start(): void {
    this.#pruning ??= startPruning(this.#deps)
    this.#upkeep ??= setInterval(() => {
      void this.#holding.renew([...this.#ongoing.keys()])
      this.#resuming.lookAgain()
    }, UPKEEP_MS).unref()
  }

  /** Ends every grading. The next server begins it anew. */
  async close(): Promise<void> {
    this.#closing.abort(new AppError('shutting_down', 'The server ends. What was handed in is graded when it is back.'))
    await Promise.allSettled([...this.#ongoing.values()].map(({ result }) => result))
    await this.#resuming.done
    if (this.#upkeep) clearInterval(this.#upkeep)
    await this.#holding.release()
    await this.#pruning?.[Symbol.asyncDispose]()
  }

  /** Tells of each submission that was graded, as soon as it is kept. The function that is returned ends that. */
  onGraded(listener: (graded: Graded) => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  /** Keeps a solution and begins to grade it, or finds what an earlier request of the same name has handed in. Throws an AppError where it is refused. */
  async submit({ slug, body, tenant, member, name }: Order): Promise<HandedIn> {
    const { rows, profiles, now, log } = this.#deps
    this.#closing.signal.throwIfAborted()
    const exercise = findExercise(this.#deps.catalogue, slug)
    const { language, files } = body
    const main = body.main ?? inLanguage(exercise, language).main
    const fault = sourcesFault({ profile: language, main, files }, profiles)
    if (fault) throw fault
    const work = { id: createSubmissionId(), slug, version: exercise.version, language, main, files, member, tenant, createdMs: now() }
    const digest = digestOf([slug, language, main, files, member])
    const requestKey = name === null ? null : digestOf([member === null ? tenant : `member ${member}`, name])
    // Before it is kept: whoever finds it there finds that it goes on.
    const ongoing = this.#enter(work.id)
    try {
      const { id, version, createdMs } = work
      const row = { id, slug, version, language, main, files: JSON.stringify(files), digest, requestKey, member }
      const outcome = await rows.add(this.#versions.of(exercise, createdMs), row, createdMs, createdMs - NAMED_MS, this.#holding.hold)
      if (outcome === 'full') {
        log.warn({ exercise: slug }, 'a submission was not kept: the database is as large as GLOVEBOX_DATA_MB or its disk lets it be')
        throw noRoom()
      }
      if (outcome === 'no_member') throw noMember()
      if (outcome === 'new') return this.#begin(ongoing, id, true, this.#grade(ongoing, work, exercise, 'new'))
      if (outcome.digest !== digest)
        throw new AppError('other_request', 'This Idempotency-Key was that of another request. Use a new one for each.')
      this.#leave(id, ongoing)
      const handedIn = this.#again(outcome, tenant)
      ongoing.settle(handedIn.result)
      return handedIn
    } catch (thrown) {
      this.#giveUp(work.id, ongoing, thrown)
      throw thrown
    }
  }

  /** A submission with what was handed in, and why there is no result where there is none and will be none. */
  async read(id: string): Promise<{ readonly view: Omit<SubmissionView, 'problem'>; readonly fault: AppError | null }> {
    const kept = await this.#deps.rows.read(id)
    if (!kept) throw notThere()
    const { slug, version, language, main, createdMs } = kept
    const [grading, fault] = [gradingOf(kept), faultOf(kept)]
    const state = grading ? 'graded' : fault ? 'failed' : 'grading'
    return { view: { id, slug, version, language, createdMs, main, files: filesOf(kept), state, grading }, fault }
  }

  /** Of these members of classes, the newest first. */
  ofMembers(members: readonly string[], limit: number, only: { slug?: string; sinceMs?: number } = {}): Promise<SubmissionSummary[]> {
    return this.#deps.rows.ofMembers(members, limit, only)
  }

  solutionFor(slug: string, language: string, submissionId: string | null): Promise<Solution> {
    return solutionFor(this.#deps, slug, language, submissionId)
  }

  /** Grades again what was graded before, one after the other, and compares. Those who listen are told of what is kept. */
  async *regrade(target: RegradeTarget, options: RegradeOptions): AsyncGenerator<Regraded> {
    const signal = AbortSignal.any([options.signal, this.#closing.signal])
    for await (const regraded of regrade(this.#deps, target, { ...options, signal })) {
      const { submission, after, grading } = regraded
      if (options.keep && after && grading) {
        this.#tell({ submission: toSubmission({ ...submission, version: after.version }, grading), member: submission.member })
      }
      yield regraded
    }
  }

  /** A language can be used now: what servers before this one have not finished in it is graded. */
  resume(language: string): Promise<void> {
    return this.#resuming.look(language)
  }

  #enter(id: string): Ongoing {
    const ongoing = new Ongoing()
    this.#ongoing.set(id, ongoing)
    return ongoing
  }

  #leave(id: string, ongoing: Ongoing): void {
    if (this.#ongoing.get(id) === ongoing) this.#ongoing.delete(id)
  }

  #giveUp(id: string, ongoing: Ongoing, thrown: unknown): void {
    this.#leave(id, ongoing)
    ongoing.settle(Promise.reject(thrown))
  }

  /** What was kept before: its result, or its grading, which is begun anew where nobody is at it. */
  #again(kept: SubmissionRecord, tenant: string): HandedIn {
    const { id } = kept
    const grading = gradingOf(kept)
    if (grading) return { id, isNew: false, follow: () => () => {}, result: Promise.resolve(toSubmission(kept, grading)) }
    const present = this.#ongoing.get(id)
    if (present) return { id, isNew: false, follow: listener => present.follow(listener), result: present.result }
    const ongoing = this.#enter(id)
    return this.#begin(ongoing, id, false, this.#claimed(ongoing, kept, tenant))
  }

  /** Grades it as soon as nobody else does. Where another server comes to its end before, that is what comes of it. */
  async #claimed(ongoing: Ongoing, kept: SubmissionRecord, tenant: string): Promise<Submission> {
    const { id } = kept
    while (!(await this.#holding.claim(id))) {
      const now = await this.#deps.rows.read(id)
      if (!now) throw notThere()
      const [grading, fault] = [gradingOf(now), faultOf(now)]
      if (grading) return toSubmission(now, grading)
      if (fault) throw fault
      await pause(LOOK_MS, this.#closing.signal)
    }
    return this.#gradeKept(ongoing, kept, tenant, 'again')
  }

  async #gradeKept(ongoing: Ongoing, kept: SubmissionRecord, tenant: string, occasion: Occasion): Promise<Submission> {
    const content = await this.#deps.versions.read(kept.version)
    if (content === null) throw notThere()
    return this.#grade(ongoing, { ...kept, files: filesOf(kept), tenant }, fromStored(content), occasion)
  }

  #begin(ongoing: Ongoing, id: string, isNew: boolean, result: Promise<Submission>): HandedIn {
    ongoing.settle(result.finally(() => this.#leave(id, ongoing)))
    return { id, isNew, follow: listener => ongoing.follow(listener), result: ongoing.result }
  }

  async #grade(ongoing: Ongoing, work: Work, exercise: Exercise, occasion: Occasion): Promise<Submission> {
    const { rows, gradings, grade, metrics, now, log } = this.#deps
    const { id, slug, language, main, files, tenant, member } = work
    const { signal } = this.#closing
    const startMs = performance.now()
    try {
      const gradeNow = () => grade({ exercise, language, main, files, tenant, member, signal }, ongoing.events)
      const grading = await (occasion === 'resumed' ? patiently(gradeNow, signal) : gradeNow())
      const outcome = await gradings.finish(id, toKept(grading), now())
      if (outcome === 'full') throw noRoom()
      const seconds = (performance.now() - startMs) / 1000
      const { status, points } = grading
      metrics.gradings.inc({ profile: language, result: status })
      metrics.gradingTime.observe({ profile: language }, seconds)
      log.info({ submission: id, exercise: slug, profile: language, status, points, ms: Math.round(seconds * 1000) }, 'graded')
      const submission = toSubmission(work, grading)
      if (outcome === 'kept') this.#tell({ submission, member: work.member })
      return submission
    } catch (thrown) {
      const { code, message } = publicError(thrown)
      metrics.gradings.inc({ profile: language, result: code })
      if (thrown instanceof AppError) log.warn({ submission: id, exercise: slug, profile: language, code }, 'not graded')
      else log.error({ err: thrown, submission: id, exercise: slug, profile: language }, 'not graded')
      if (!signal.aborted) {
        if (occasion === 'new' && REFUSALS.includes(code)) await rows.remove(id)
        else await this.#holding.fail(id, { code, message })
      }
      throw thrown
    }
  }

  #tell(graded: Graded): void {
    for (const listener of this.#listeners) {
      try {
        listener(graded)
      } catch (fault) {
        this.#deps.log.error({ err: fault, submission: graded.submission.id }, 'somebody could not be told of a grading')
      }
    }
  }

  /** What another server has left, where nobody has taken it up meanwhile. */
  async #goOn(id: string): Promise<void> {
    const kept = await this.#deps.rows.read(id)
    if (!kept || !(await this.#holding.claim(id)) || this.#ongoing.has(id)) return
    if (kept.attempts >= ATTEMPTS) {
      const message = `The server has ended ${ATTEMPTS} times while this was graded. Hand it in again.`
      return this.#holding.fail(id, { code: 'internal', message })
    }
    const ongoing = this.#enter(id)
    // What went wrong is logged where it did.
    await this.#begin(ongoing, id, false, this.#gradeKept(ongoing, kept, 'resumed', 'resumed')).result.catch(() => {})
  }
}
