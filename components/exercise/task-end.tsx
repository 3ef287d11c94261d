import { GitCompareArrows, RotateCcw } from 'lucide-react'
import type { ExerciseInLanguage } from '../../server/protocol/exercise.ts'
import { dangerButton, plainButton } from '../ui/looks.ts'
import { PopoverDialog } from '../ui/popover-dialog.tsx'
import { type HintHtml, Hints } from './hints.tsx'
import { exercisePath, type Place } from './lookup.ts'
import { type TestFileHtml, TestsView } from './tests-view.tsx'

type Props = {
  readonly exercise: { readonly title: string }
  readonly place: Place
  readonly hints: readonly HintHtml[]
  readonly opened: number
  readonly onOpen: (count: number) => void
  readonly inLanguage: ExerciseInLanguage | undefined
  readonly testFiles: readonly TestFileHtml[]
  readonly onReset: () => void
  /** Null where the solution is not shown. */
  readonly onCompare: (() => void) | null
}

/** What follows the text of a task. */
export function TaskEnd({ place, hints, opened, onOpen, inLanguage, testFiles, onReset, onCompare }: Props) {
  return (
    <div className="mt-6 flex flex-col gap-5">
      <Hints hints={hints} opened={opened} onOpen={onOpen} />
      {inLanguage && <TestsView inLanguage={inLanguage} files={testFiles} />}
      <div className="flex flex-wrap gap-2">
        <PopoverDialog
          widthPx={300}
          buttonLabel="Begin anew"
          buttonTitle="Put the files as they were at first"
          buttonLook={plainButton}
          label="Begin anew?"
          face={
            <>
              <RotateCcw className="size-4" aria-hidden="true" />
              Begin anew
            </>
          }
        >
          {hide => (
            <div className="flex flex-col gap-3 p-4">
              <p>The files become as they were at first. Attempts that you have checked are kept.</p>
              <button
                type="button"
                onClick={() => {
                  hide()
                  onReset()
                }}
                className={dangerButton}
              >
                Replace my files
              </button>
            </div>
          )}
        </PopoverDialog>
        {onCompare && (
          <button type="button" onClick={onCompare} className={plainButton}>
            <GitCompareArrows className="size-4" aria-hidden="true" />
            Compare with the solution
          </button>
        )}
      </div>
      {(place.before || place.after) && (
        <nav aria-label="Neighbouring exercises" className="flex flex-wrap justify-between gap-x-4 gap-y-2 border-line border-t pt-4">
          {place.before && (
            <a href={exercisePath(place.before.slug)} className="py-1 font-medium text-accent underline underline-offset-2">
              Before: {place.before.title}
            </a>
          )}
          {place.after && (
            <a href={exercisePath(place.after.slug)} className="py-1 font-medium text-accent underline underline-offset-2">
              Next: {place.after.title}
            </a>
          )}
        </nav>
      )}
    </div>
  )
}
