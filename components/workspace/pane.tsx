import type { ReactNode } from 'react'

type Props = {
  readonly name: string
  /** Stands in the place of the name. */
  readonly head?: ReactNode
  readonly aside?: ReactNode
  readonly children: ReactNode
}

/** A named part of the workspace: its head and what it shows. */
export function Pane({ name, head, aside, children }: Props) {
  return (
    <section aria-label={name} className="pane flex h-full min-h-0 min-w-0 flex-col bg-panel">
      <div
        className={`pane-head flex h-9 shrink-0 items-center justify-between gap-1 border-line border-b pr-1.5 max-sm:h-10 ${head ? 'pl-1.5' : 'pl-4 max-sm:pl-3'}`}
      >
        <h2 className={head ? 'sr-only' : 'pane-name truncate'}>{name}</h2>
        {head}
        {aside}
      </div>
      <div className="relative min-h-0 grow">{children}</div>
    </section>
  )
}
