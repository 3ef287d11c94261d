import { plainButton } from '../ui/looks.ts'
import { Mark } from '../ui/mark.tsx'
import { ThemeSwitch } from '../ui/theme-switch.tsx'

/** The head of the list of exercises. */
export function PageHead() {
  return (
    <header className="sticky top-0 z-20 flex h-14 items-center gap-2 border-line border-b bg-panel px-4 max-sm:px-3">
      <a href="/exercises" className="flex items-center gap-2.5 rounded-md font-semibold text-[17px] tracking-tight">
        <Mark />
        Glovebox
        <span className="font-normal text-muted max-sm:sr-only">Exercises</span>
      </a>
      <span className="grow" />
      <a href="/docs" className="rounded-md px-2 py-1 font-medium text-muted transition-colors hover:text-text">
        Docs
      </a>
      <ThemeSwitch />
      <a href="/" className={`${plainButton} max-sm:h-10`}>
        Playground
      </a>
    </header>
  )
}
