import type { ReactNode } from 'react'

type Props = { readonly name: string; readonly aside?: ReactNode; readonly children: ReactNode }

/** A named part of the workspace: its head and what it shows. */
export function Pane({ name, aside, children }: Props) {
  return (
    <section aria-label={name} className="pane flex h-full min-h-0 min-w-0 flex-col bg-panel">
      <div className="pane-head flex h-9 shrink-0 items-center justify-between border-line border-b pr-1.5 pl-4 max-sm:h-10 max-sm:pl-3">
        <h2 className="pane-name truncate">{name}</h2>
        {aside}
      </div>
      <div className="relative min-h-0 grow">{children}</div>
    </section>
  )
}
