import { CircleCheck, CircleX, EyeOff, TriangleAlert } from 'lucide-react'
import type { TestResult } from '../../server/protocol/exercise.ts'
import { pointsWords } from './check-state.ts'
import { DiffView } from './diff-view.tsx'
import { LinkedText, type Places } from './linked-text.tsx'
import { hasDiff } from './output-diff.ts'
import { testName } from './test-name.ts'
import { TextBlock } from './text-block.tsx'

const REASONS: Readonly<Record<NonNullable<TestResult['reason']>, string>> = {
  timeout: 'It took too long and was stopped. Is there a loop that does not end, or does it wait for input that does not come?',
  cpu_limit: 'It used all the computing time that a test has.',
  out_of_memory: 'It needed more memory than a test has.',
  output_limit: 'It printed more than a test may print.',
  ended_early: 'The program ended before the test was over.',
  exit_code: 'The program ended with another exit code than expected.',
  not_reached: 'The test was not reached.',
}
const ICONS = {
  pass: { icon: CircleCheck, look: 'text-accent', word: 'Passed' },
  fail: { icon: CircleX, look: 'text-danger', word: 'Failed' },
  error: { icon: TriangleAlert, look: 'text-warning', word: 'Not carried out' },
}

type Props = { readonly test: TestResult; readonly open: boolean; readonly places: Places | null }

/** A test, and what came of it. */
export function TestCard({ test, open, places }: Props) {
  const { name, status, hidden, points, maxPoints, wallMs } = test
  const told = testName(test)
  const { icon: Icon, look, word } = ICONS[status]
  return (
    <li>
      <details open={open} className="group overflow-hidden rounded-xl border border-line bg-panel">
        <summary className="flex min-h-10 cursor-pointer list-none items-center gap-2.5 px-3.5 py-2 -outline-offset-2 hover:bg-accent-soft max-sm:min-h-11 [&::-webkit-details-marker]:hidden">
          <Icon className={`size-4.5 shrink-0 ${look}`} aria-hidden="true" />
          <span className="sr-only">{word}: </span>
          <span className="wrap-anywhere min-w-0 grow font-medium" title={told === name ? undefined : name}>
            {told}
          </span>
          {hidden && (
            <span className="inline-flex shrink-0 items-center gap-1 text-muted text-xs">
              <EyeOff className="size-3.5" aria-hidden="true" />
              hidden
            </span>
          )}
          <span className="shrink-0 text-muted text-xs tabular-nums">
            {pointsWords(points)}/{pointsWords(maxPoints)}
            <span className="sr-only"> points</span>
          </span>
        </summary>
        <div className="flex flex-col gap-3 border-line border-t px-3.5 py-3">
          <Details test={test} places={places} />
          {!hidden && <p className="text-muted text-xs tabular-nums">{wallMs} ms</p>}
        </div>
      </details>
    </li>
  )
}

function Details({ test, places }: Omit<Props, 'open'>) {
  const name = testName(test)
  const { kind, status, reason, message, expected, got, comparison, stdin, args, output, code, hint, hidden } = test
  const failed = status !== 'pass'
  // What was expected is shown with what was got, or not at all.
  const compared = expected !== null && got !== null && (reason === null || reason === 'exit_code' || got !== '')
  return (
    <>
      {reason && message === '' && <p className="font-medium">{REASONS[reason]}</p>}
      {failed && hint && <p className="rounded-lg bg-accent-soft px-3 py-2">{hint}</p>}
      {hidden && <p className="text-muted">What this test looks at is not shown.</p>}
      {message !== '' && kind === 'io' && (
        <p className="wrap-anywhere whitespace-pre-wrap">
          <LinkedText text={message} places={places} />
        </p>
      )}
      {message !== '' && kind === 'unit' && (
        <TextBlock title="Message" label={`Message of ${name}`} wraps>
          <LinkedText text={message} places={places} />
        </TextBlock>
      )}
      {compared && failed && hasDiff(comparison) && <DiffView expected={expected} got={got} comparison={comparison} name={name} />}
      {compared && (!failed || !hasDiff(comparison)) && (
        <>
          <TextBlock
            title={comparison === 'pattern' ? 'Expected: a text that this pattern fits' : 'Expected'}
            label={`Expected of ${name}`}
          >
            {expected}
          </TextBlock>
          {failed && (
            <TextBlock title="Got" label={`Got of ${name}`}>
              <LinkedText text={got === '' ? '(nothing)' : got} places={places} />
            </TextBlock>
          )}
        </>
      )}
      {args && args.length > 0 && (
        <TextBlock title="Arguments" label={`Arguments of ${name}`}>
          {args.map(arg => JSON.stringify(arg)).join(' ')}
        </TextBlock>
      )}
      {stdin !== null && stdin !== '' && (
        <TextBlock title="Input" label={`Input of ${name}`}>
          {stdin}
        </TextBlock>
      )}
      {code !== null && code !== '' && (
        <TextBlock title="The test" label={`Code of ${name}`}>
          {code}
        </TextBlock>
      )}
      {output !== '' && (
        <TextBlock title="What your program printed" label={`Output of ${name}`}>
          <LinkedText text={output} places={places} />
        </TextBlock>
      )}
    </>
  )
}
