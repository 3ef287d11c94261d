import type { ReactNode } from 'react'
import { plainButton } from '../ui/looks.ts'
import { PageHead } from '../ui/page-head.tsx'

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
      <PageHead home={home} docs="/docs/classes">
        <a href="/exercises" className={`${plainButton} max-sm:h-10`}>
          Exercises
        </a>
      </PageHead>
      <main className={`mx-auto flex flex-col gap-6 px-4 py-10 max-sm:px-3 max-sm:py-6 ${wide ? 'w-full max-w-[120rem]' : 'max-w-2xl'}`}>
        {children}
      </main>
    </div>
  )
}
