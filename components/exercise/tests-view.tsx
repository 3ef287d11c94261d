import { EyeOff } from 'lucide-react'
import type { ExerciseInLanguage, TestView } from '../../server/protocol/exercise.ts'
import { TextBlock } from './text-block.tsx'

export type TestFileHtml = { readonly name: string; readonly html: string }

type Props = {
  readonly inLanguage: Pick<ExerciseInLanguage, 'tests'>
  /** Files of unit tests that may be looked at. */
  readonly files: readonly TestFileHtml[]
}

const fold =
  'flex min-h-10 cursor-pointer items-center gap-2 rounded-lg px-3 py-2 font-medium -outline-offset-2 hover:bg-accent-soft max-sm:min-h-11'

/** What will be looked at, as far as it is not hidden. */
export function TestsView({ inLanguage: { tests }, files }: Props) {
  const hidden = tests.filter(test => test.hidden).length
  if (tests.length === 0 && files.length === 0) return null
  return (
    <section aria-label="Tests" className="flex flex-col gap-1 rounded-xl border border-line bg-panel p-1">
      {tests.length > 0 && (
        <details>
          <summary className={fold}>
            {tests.length === 1 ? '1 test' : `${tests.length} tests`}
            {hidden > 0 && <span className="font-normal text-muted">{hidden} hidden</span>}
          </summary>
          <ul className="flex flex-col gap-3 px-3 pt-1 pb-3">
            {tests.map(test => (
              <Test key={`${test.kind} ${test.hidden} ${test.name}`} test={test} />
            ))}
          </ul>
        </details>
      )}
      {files.map(file => (
        <details key={file.name}>
          <summary className={fold}>
            <span className="wrap-anywhere font-mono text-[13px]">{file.name}</span>
            <span className="font-normal text-muted">read only</span>
          </summary>
          <div className="px-3 pt-1 pb-3">
            <TextBlock title="Tests that you may read" label={`Code of ${file.name}`}>
              {/* biome-ignore lint/security/noDangerouslySetInnerHtml: made by highlight.ts, which lets nothing of the text be markup */}
              <code dangerouslySetInnerHTML={{ __html: file.html }} />
            </TextBlock>
          </div>
        </details>
      ))}
    </section>
  )
}

function Test({ test: { name, hidden, stdin, args, stdout } }: { readonly test: TestView }) {
  return (
    <li className="flex flex-col gap-1.5">
      <p className="flex items-center gap-2">
        <span className="wrap-anywhere">{name}</span>
        {hidden && (
          <span className="inline-flex items-center gap-1 text-muted text-xs">
            <EyeOff className="size-3.5" aria-hidden="true" />
            hidden
          </span>
        )}
      </p>
      {args && args.length > 0 && (
        <TextBlock title="Arguments" label={`Arguments of ${name}`}>
          {args.map(arg => JSON.stringify(arg)).join(' ')}
        </TextBlock>
      )}
      {stdin && (
        <TextBlock title="Input" label={`Input of ${name}`}>
          {stdin}
        </TextBlock>
      )}
      {stdout !== undefined && (
        <TextBlock title="Output" label={`Output of ${name}`}>
          {stdout === '' ? '(nothing)' : stdout}
        </TextBlock>
      )}
    </li>
  )
}
