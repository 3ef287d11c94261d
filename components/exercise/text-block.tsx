import type { ReactNode } from 'react'
import { Scrolled } from '../ui/scrolled.tsx'

type Props = {
  readonly title: string
  readonly label: string
  /** Long lines go on in the next one: sentences, not the text of a program. */
  readonly wraps?: boolean
  readonly children: ReactNode
}

/** A named text in the letters of code. */
export function TextBlock({ title, label, wraps = false, children }: Props) {
  return (
    <div className="flex flex-col gap-1">
      <p className="font-medium text-muted text-xs">{title}</p>
      <Scrolled label={label} className="max-h-72 rounded-lg border border-line bg-ground">
        <pre
          className={`px-3 py-2 font-mono text-[13px] leading-5 [font-variant-ligatures:none] ${wraps ? 'wrap-anywhere whitespace-pre-wrap' : 'w-max min-w-full'}`}
        >
          {children}
        </pre>
      </Scrolled>
    </div>
  )
}
