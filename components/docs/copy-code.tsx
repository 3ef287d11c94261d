'use client'

import { useState } from 'react'
import { CopyButton } from '../share/copy-button.tsx'
import { useInBrowser } from '../ui/use-in-browser.ts'

/** Copies a block of code. It is not there without scripts, since it could do nothing. */
export function CopyCode({ text, look }: { readonly text: string; readonly look: string }) {
  const [fault, setFault] = useState<string | null>(null)
  const scripts = useInBrowser()
  if (!scripts) return null
  return (
    <span className={`inline-flex items-center print:hidden ${look}`}>
      {fault !== null && (
        <span role="alert" className="mr-2 rounded-md bg-danger-soft px-2 text-xs">
          {fault}
        </span>
      )}
      <CopyButton
        label="Copy"
        text={() => text}
        small
        look="inline-grid size-8 place-items-center rounded-lg bg-panel text-muted transition-colors hover:bg-accent-soft hover:text-text max-sm:size-10"
        onFault={setFault}
      />
    </span>
  )
}
