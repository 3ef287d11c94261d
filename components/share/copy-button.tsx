'use client'

import { Check, Copy, type LucideIcon } from 'lucide-react'
import { useEffect, useState } from 'react'
import { faultWords } from '../ui/fault-words.ts'
import { copyText } from './clipboard.ts'

const SAID_MS = 2500

type Props = {
  readonly label: string
  /** What is copied; or what cannot be, as the sentence that is thrown. */
  readonly text: () => string | Promise<string>
  readonly look: string
  readonly icon?: LucideIcon
  /** Only the icon is seen. */
  readonly small?: boolean
  readonly disabled?: boolean
  readonly onFault: (why: string) => void
}

/** Copies, and says that it has. */
export function CopyButton({ label, text, look, icon: Icon = Copy, small = false, disabled = false, onFault }: Props) {
  const [copied, setCopied] = useState(false)
  useEffect(() => {
    if (!copied) return
    const timer = setTimeout(() => setCopied(false), SAID_MS)
    return () => clearTimeout(timer)
  }, [copied])

  const copy = async (): Promise<void> => {
    try {
      if (!(await copyText(await text())))
        throw new Error('The browser does not let this page copy. Please select the text and copy it by hand.')
      setCopied(true)
    } catch (fault) {
      onFault(faultWords(fault))
    }
  }
  const Shown = copied ? Check : Icon
  return (
    <button
      type="button"
      disabled={disabled}
      onClick={() => void copy()}
      className={look}
      {...(small ? { 'aria-label': label, title: label } : {})}
    >
      <Shown className="size-4 shrink-0" aria-hidden="true" />
      <span aria-live="polite" className={small ? 'sr-only' : ''}>
        {copied ? 'Copied' : small ? '' : label}
      </span>
    </button>
  )
}
