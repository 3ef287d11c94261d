import { AudioLines, Eraser, Image as ImageIcon, SquareTerminal } from 'lucide-react'
import { showPlots, useOutputs } from '../outputs/output-store.ts'
import { usePlots } from '../pictures/plot-store.ts'

type Props = {
  readonly hasConsole: boolean
  readonly consoleOff: boolean
  readonly onConsole: () => void
  readonly readAloud: boolean
  readonly onReadAloud: (on: boolean) => void
  readonly onClear: () => void
}

const tool =
  'inline-flex h-7 items-center gap-1.5 rounded-md px-2 text-muted text-xs transition-colors hover:bg-accent-soft hover:text-text max-sm:h-10 aria-pressed:bg-accent-soft aria-pressed:text-text disabled:opacity-50 disabled:hover:bg-transparent disabled:hover:text-muted'

/** What can be done with the terminal. */
export function TerminalTools({ hasConsole, consoleOff, onConsole, readAloud, onReadAloud, onClear }: Props) {
  const plots = usePlots(state => state.plots.length)
  const shown = useOutputs(state => state.shown)
  return (
    <div className="flex gap-0.5">
      {plots > 0 && shown === null && (
        <button type="button" title="Show the pictures of the last run" onClick={showPlots} className={tool}>
          <ImageIcon className="size-3.5" aria-hidden="true" />
          Plots <span className="tabular-nums">{plots}</span>
        </button>
      )}
      {hasConsole && (
        <button
          type="button"
          title="Type statements and see what they give, with your files at hand"
          disabled={consoleOff}
          onClick={onConsole}
          className={tool}
        >
          <SquareTerminal className="size-3.5" aria-hidden="true" />
          Console
        </button>
      )}
      <button
        type="button"
        aria-label="Read output aloud"
        title="Tell screen readers what programs print"
        aria-pressed={readAloud}
        onClick={() => onReadAloud(!readAloud)}
        className={tool}
      >
        <AudioLines className="size-3.5" aria-hidden="true" />
      </button>
      <button type="button" aria-label="Clear" title="Clear the terminal" onClick={onClear} className={tool}>
        <Eraser className="size-3.5" aria-hidden="true" />
        Clear
      </button>
    </div>
  )
}
