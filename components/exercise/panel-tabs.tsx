import { type KeyboardEvent, useRef } from 'react'

export type View = 'task' | 'code' | 'result' | 'attempts'

const NAMES: Readonly<Record<View, string>> = { task: 'Task', code: 'Code', result: 'Result', attempts: 'Attempts' }
export const PANEL: readonly View[] = ['task', 'result', 'attempts']
/** Where the window is too narrow for a panel beside the code. */
export const NARROW_VIEWS: readonly View[] = ['task', 'code', 'result', 'attempts']

export function panelId(view: View): string {
  return `exercise-${view}`
}

type Props = {
  readonly label: string
  readonly views: readonly View[]
  readonly shown: View
  /** Stands behind a name. */
  readonly notes: Partial<Record<View, string>>
  readonly onShow: (view: View) => void
  readonly className: string
}

/** Chooses what is shown. The arrows, Home and End go through it. */
export function PanelTabs({ label, views, shown, notes, onShow, className }: Props) {
  const list = useRef<HTMLDivElement>(null)
  const onKeyDown = (event: KeyboardEvent): void => {
    const at = views.indexOf(shown)
    const to = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: -1 }[event.key]
    const view = to === undefined ? undefined : views.at(to % views.length)
    if (view === undefined) return
    event.preventDefault()
    onShow(view)
    list.current?.querySelectorAll<HTMLElement>('[role=tab]')[views.indexOf(view)]?.focus()
  }
  return (
    <div ref={list} role="tablist" aria-label={label} tabIndex={-1} onKeyDown={onKeyDown} className={className}>
      {views.map(view => (
        <button
          key={view}
          type="button"
          role="tab"
          aria-selected={view === shown}
          tabIndex={view === shown ? 0 : -1}
          onClick={() => onShow(view)}
          className="inline-flex h-9 items-center justify-center gap-1.5 border-transparent border-b-2 px-3 font-medium text-muted text-xs -outline-offset-2 transition-colors hover:text-text aria-selected:border-accent aria-selected:text-text max-md:h-11 max-md:flex-1 max-md:px-1"
        >
          {NAMES[view]}
          {notes[view] && <span className="rounded-md bg-accent-soft px-1 text-text tabular-nums">{notes[view]}</span>}
        </button>
      ))}
    </div>
  )
}
