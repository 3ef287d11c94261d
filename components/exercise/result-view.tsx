import { ArrowRight, CircleAlert, CircleDashed, LoaderCircle, PartyPopper } from 'lucide-react'
import type { ReactNode } from 'react'
import type { ExerciseSummary, Submission } from '../../server/protocol/exercise.ts'
import { plainButton, primaryButton } from '../ui/looks.ts'
import { type CheckState, checkWords, failuresFirst, isChecking, pointsWords, resultWords } from './check-state.ts'
import { LinkedText, type Places } from './linked-text.tsx'
import { exercisePath } from './lookup.ts'
import { type Attempt, share } from './record.ts'
import { TestCard } from './test-card.tsx'
import { testName } from './test-name.ts'
import { TextBlock } from './text-block.tsx'

type Props = {
  readonly state: CheckState
  readonly places: Places | null
  readonly after: ExerciseSummary | null
  readonly onCheck: () => void
  /** Compares with the solution; null where it is not shown. */
  readonly onCompare: (() => void) | null
}

/** How far the grading is, and what came of it. */
export function ResultView({ state, places, after, onCheck, onCompare }: Props) {
  switch (state.name) {
    case 'none':
      return (
        <Empty title="Nothing has been checked yet">
          <p className="text-muted">Check hands in all your files. They are tested in a fresh box, apart from your own runs.</p>
          <button type="button" onClick={onCheck} className={primaryButton}>
            Check
          </button>
        </Empty>
      )
    case 'looking':
      return <p className="text-muted">{checkWords(state)}</p>
    case 'gone':
      return <Gone attempt={state.attempt} why={checkWords(state)} onCheck={onCheck} />
    case 'failed':
      return (
        <div role="alert" className="flex flex-col items-start gap-3 rounded-xl border border-line bg-panel p-4">
          <p className="flex items-start gap-2.5">
            <CircleAlert className="mt-0.5 size-4.5 shrink-0 text-danger" aria-hidden="true" />
            <span className="wrap-anywhere">{state.why}</span>
          </p>
          <button type="button" onClick={onCheck} className={plainButton}>
            Check again
          </button>
        </div>
      )
    case 'done':
      return <Result submission={state.submission} places={places} after={after} onCompare={onCompare} />
    default:
      return <Progress state={state} places={places} />
  }
}

/** All that is left of an attempt. */
function Gone({ attempt, why, onCheck }: { readonly attempt: Attempt; readonly why: string } & Pick<Props, 'onCheck'>) {
  const { passed, tests, points, maxPoints } = attempt
  return (
    <section aria-label="Score" className="flex flex-col items-start gap-3 rounded-xl border border-line bg-panel p-4">
      <div className="flex w-full items-center gap-3">
        <h2 className="grow font-semibold text-base">
          {passed} of {tests} tests passed
        </h2>
        <span className="shrink-0 font-semibold text-base tabular-nums">
          {pointsWords(points)}/{pointsWords(maxPoints)}
          <span className="sr-only"> points</span>
        </span>
      </div>
      <p className="text-muted">{why}</p>
      <button type="button" onClick={onCheck} className={plainButton}>
        Check again
      </button>
    </section>
  )
}

export function Empty({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  return (
    <div className="flex flex-col items-start gap-3 rounded-xl border border-line border-dashed p-5">
      <p className="font-semibold text-base">{title}</p>
      {children}
    </div>
  )
}

function Progress({ state, places }: Pick<Props, 'state' | 'places'>) {
  const [done, total] = state.name === 'testing' ? [state.results.length, state.total] : [0, 0]
  const passed = state.name === 'testing' ? state.results.filter(({ status }) => status === 'pass').length : 0
  return (
    <div className="flex flex-col gap-4">
      <div className="flex flex-col gap-2.5 rounded-xl border border-line bg-panel p-4">
        <p className="flex items-center gap-2.5 font-medium">
          <LoaderCircle className="size-4.5 animate-spin text-accent" aria-hidden="true" />
          {checkWords(state)}
        </p>
        <progress
          aria-label="Tests"
          {...(total > 0 ? { value: done, max: total } : {})}
          className="progress-bar h-1.5 w-full overflow-hidden rounded-full bg-line"
        />
        {total > 0 && (
          <p className="text-muted text-xs tabular-nums">
            {passed} passed, {done - passed} failed
          </p>
        )}
      </div>
      {state.name === 'testing' && (
        <ul className="flex flex-col gap-2">
          {[...state.results]
            .sort((one, other) => one.index - other.index)
            .map(test => (
              <TestCard key={test.index} test={test} open={false} places={places} />
            ))}
        </ul>
      )}
    </div>
  )
}

function Result({
  submission,
  places,
  after,
  onCompare,
}: { readonly submission: Submission } & Pick<Props, 'places' | 'after' | 'onCompare'>) {
  const { grading, id } = submission
  const { failed, passed } = failuresFirst(grading.tests)
  const solved = grading.status === 'pass'
  const Icon = solved ? PartyPopper : grading.status === 'error' ? CircleAlert : CircleDashed
  return (
    <div key={id} className="flex flex-col gap-4">
      <section
        aria-label="Score"
        className={`flex flex-col gap-3 rounded-xl border p-4 ${solved ? 'border-accent bg-accent-soft' : 'border-line bg-panel'}`}
      >
        <div className="flex items-center gap-3">
          <Icon
            className={`size-6 shrink-0 ${grading.status === 'error' ? 'text-danger' : solved ? 'text-accent' : 'text-muted'}`}
            aria-hidden="true"
          />
          <h2 className="grow font-semibold text-base">{solved ? 'Solved, well done!' : headline(submission)}</h2>
          <span className="shrink-0 font-semibold text-base tabular-nums">
            {pointsWords(grading.points)}/{pointsWords(grading.maxPoints)}
            <span className="sr-only"> points</span>
          </span>
        </div>
        {!solved && (
          <span className="block h-1.5 overflow-hidden rounded-full bg-line" aria-hidden="true">
            <span className="block h-full rounded-full bg-accent" style={{ width: `${share(grading) * 100}%` }} />
          </span>
        )}
        {solved && (
          <>
            <p>{resultWords(submission)}.</p>
            <div className="flex flex-wrap gap-2">
              {after && (
                <a href={exercisePath(after.slug)} className={primaryButton}>
                  Next: {after.title}
                  <ArrowRight className="size-4" aria-hidden="true" />
                </a>
              )}
              {!after && (
                <a href="/exercises" className={primaryButton}>
                  Choose another exercise
                </a>
              )}
              {onCompare && (
                <button type="button" onClick={onCompare} className={plainButton}>
                  Compare with the solution
                </button>
              )}
            </div>
          </>
        )}
      </section>
      {grading.message !== '' && (
        <TextBlock title="Why no test ran" label="Why no test ran" wraps>
          <LinkedText text={grading.message} places={places} />
        </TextBlock>
      )}
      {failed.length > 0 && (
        <section aria-labelledby="failed-tests" className="flex flex-col gap-2">
          <h3 id="failed-tests" className="font-semibold">
            {failed.length === 1 ? '1 test did not pass' : `${failed.length} tests did not pass`}
          </h3>
          <ul className="flex flex-col gap-2">
            {failed.map((test, at) => (
              <TestCard key={test.index} test={test} open={at === 0} places={places} />
            ))}
          </ul>
        </section>
      )}
      {passed.length > 0 && (
        <section aria-labelledby="passed-tests" className="flex flex-col gap-2">
          <h3 id="passed-tests" className="font-semibold">
            {passed.length === 1 ? '1 test passed' : `${passed.length} tests passed`}
          </h3>
          <ul className="flex flex-col gap-2">
            {passed.map(test => (
              <TestCard key={test.index} test={test} open={false} places={places} />
            ))}
          </ul>
        </section>
      )}
    </div>
  )
}

function headline(submission: Submission): string {
  const { tests, status } = submission.grading
  if (status === 'error' && tests.every(test => test.status !== 'pass')) return 'No test ran'
  return `${tests.filter(test => test.status === 'pass').length} of ${tests.length} tests passed`
}

/** What is told to who does not see it: how far the grading is, and then what came of it, the first failure by name. */
export function saidOf(state: CheckState): string {
  if (state.name !== 'done') return isChecking(state) || state.name === 'failed' ? checkWords(state) : ''
  const [first] = failuresFirst(state.submission.grading.tests).failed
  const words = resultWords(state.submission)
  if (state.submission.grading.status === 'pass') return `Solved. ${words}`
  return first ? `${words}. First failure: ${testName(first)}` : words
}
