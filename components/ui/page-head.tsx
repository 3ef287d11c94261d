import type { ReactNode } from 'react'
import { Mark } from './mark.tsx'
import { ThemeSwitch } from './theme-switch.tsx'

type Props = {
  /** Where the name leads, and what stands behind it. */
  readonly home: { readonly href: string; readonly title?: string }
  /** The page of the documentation that is about this one. */
  readonly docs: string
  /** The way on, at the end. */
  readonly children: ReactNode
}

/** The head of a page that is read, not worked in. */
export function PageHead({ home, docs, children }: Props) {
  return (
    <header className="sticky top-0 z-20 flex h-14 items-center gap-2 border-line border-b bg-panel px-4 max-sm:px-3">
      <a href={home.href} className="flex items-center gap-2.5 rounded-md font-semibold text-[17px] tracking-tight">
        <Mark />
        Glovebox
        {home.title && <span className="font-normal text-muted max-sm:sr-only">{home.title}</span>}
      </a>
      <span className="grow" />
      <a href={docs} className="rounded-md px-2 py-1 font-medium text-muted transition-colors hover:text-text">
        Docs
      </a>
      <ThemeSwitch />
      {children}
    </header>
  )
}
