import { CircleCheck, CircleDashed, RotateCcw } from 'lucide-react'
import { plainButton } from '../ui/looks.ts'
import { pointsWords } from './check-state.ts'
import type { Attempt, ExerciseRecord } from './record.ts'
import { Empty } from './result-view.tsx'

type Props = {
  readonly record: ExerciseRecord
  /** Of the page; attempts in another cannot be restored. */
  readonly language: string | null
  readonly shown: string | null
  readonly onLook: (attempt: Attempt) => void
  readonly onRestore: (attempt: Attempt) => void
}

/** What was handed in from this browser, the newest first. */
export function AttemptsView({ record, language, shown, onLook, onRestore }: Props) {
  const { attempts, best } = record
  if (attempts.length === 0)
    return (
      <Empty title="No attempts yet">
        <p className="text-muted">Each time you check, your files are kept here with the score, in this browser.</p>
      </Empty>
    )
  return (
    <div className="flex flex-col gap-3">
      {best && (
        <p className="text-muted">
          Best score:{' '}
          <strong className="font-semibold text-text tabular-nums">{`${pointsWords(best.points)} of ${pointsWords(best.maxPoints)}`}</strong>{' '}
          points
        </p>
      )}
      <ol reversed aria-label="Attempts" className="flex flex-col gap-2">
        {attempts.map((attempt, at) => {
          const Icon = attempt.status === 'pass' ? CircleCheck : CircleDashed
          const name = `attempt ${attempts.length - at}`
          return (
            <li
              key={attempt.id}
              aria-current={attempt.id === shown ? 'true' : undefined}
              className="flex flex-wrap items-center gap-x-3 gap-y-2 rounded-xl border border-line bg-panel px-3.5 py-2.5 aria-[current=true]:border-accent"
            >
              <Icon className={`size-4.5 shrink-0 ${attempt.status === 'pass' ? 'text-accent' : 'text-muted'}`} aria-hidden="true" />
              <span className="flex min-w-36 grow flex-col">
                <span className="font-medium tabular-nums">
                  {attempt.passed} of {attempt.tests} tests, {pointsWords(attempt.points)} points
                </span>
                <time dateTime={new Date(attempt.atMs).toISOString()} className="text-muted text-xs">
                  {new Date(attempt.atMs).toLocaleString()}
                </time>
              </span>
              <span className="flex gap-2">
                <button type="button" aria-label={`Result of ${name}`} onClick={() => onLook(attempt)} className={plainButton}>
                  Result
                </button>
                {attempt.language === language && (
                  <button type="button" aria-label={`Restore ${name}`} onClick={() => onRestore(attempt)} className={plainButton}>
                    <RotateCcw className="size-4" aria-hidden="true" />
                    Restore
                  </button>
                )}
              </span>
            </li>
          )
        })}
      </ol>
    </div>
  )
}
