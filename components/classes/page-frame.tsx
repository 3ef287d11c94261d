import type { ReactNode } from 'react'
import { plainButton } from '../ui/looks.ts'
import { Mark } from '../ui/mark.tsx'
import { ThemeSwitch } from '../ui/theme-switch.tsx'

type Props = {
  /** Where the name of the page leads, and what it is. */
  readonly home: { readonly href: string; readonly title: string }
  readonly wide?: boolean
  readonly children: ReactNode
}

/** A page of classes with its head. */
export function PageFrame({ home, wide = false, children }: Props) {
  return (
    <div className="h-dvh overflow-y-auto">
      <header className="sticky top-0 z-20 flex h-14 items-center gap-2 border-line border-b bg-panel px-4 max-sm:px-3">
        <a href={home.href} className="flex items-center gap-2.5 rounded-md font-semibold text-[17px] tracking-tight">
          <Mark />
          Glovebox
          <span className="font-normal text-muted max-sm:sr-only">{home.title}</span>
        </a>
        <span className="grow" />
        <a href="/docs/classes" className="rounded-md px-2 py-1 font-medium text-muted transition-colors hover:text-text">
          Docs
        </a>
        <ThemeSwitch />
        <a href="/exercises" className={`${plainButton} max-sm:h-10`}>
          Exercises
        </a>
      </header>
      <main className={`mx-auto flex flex-col gap-6 px-4 py-10 max-sm:px-3 max-sm:py-6 ${wide ? 'w-full max-w-[120rem]' : 'max-w-2xl'}`}>
        {children}
      </main>
    </div>
  )
}

/** What went wrong, told at once. */
export function Fault({ text }: { readonly text: string | null }) {
  if (text === null) return null
  return (
    <p role="alert" className="wrap-anywhere rounded-lg bg-danger-soft px-3 py-2">
      {text}
    </p>
  )
}
