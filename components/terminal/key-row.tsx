'use client'

import { ArrowDown, ArrowLeft, ArrowRight, ArrowUp } from 'lucide-react'
import type { ReactNode } from 'react'
import type { RowKey } from './keys.ts'

const KEYS: readonly { readonly key: RowKey; readonly label: string; readonly face: ReactNode }[] = [
  { key: 'Escape', label: 'Escape', face: 'Esc' },
  { key: 'Tab', label: 'Tab', face: 'Tab' },
  { key: 'Interrupt', label: 'Ctrl C, interrupt', face: '^C' },
  { key: 'EndOfInput', label: 'Ctrl D, end of input', face: '^D' },
  { key: 'ArrowLeft', label: 'Left', face: <ArrowLeft className="size-4" aria-hidden="true" /> },
  { key: 'ArrowUp', label: 'Up', face: <ArrowUp className="size-4" aria-hidden="true" /> },
  { key: 'ArrowDown', label: 'Down', face: <ArrowDown className="size-4" aria-hidden="true" /> },
  { key: 'ArrowRight', label: 'Right', face: <ArrowRight className="size-4" aria-hidden="true" /> },
  { key: 'Home', label: 'Home', face: 'Home' },
  { key: 'End', label: 'End', face: 'End' },
]

type Props = { readonly ctrl: boolean; readonly onCtrl: (held: boolean) => void; readonly onKey: (key: RowKey) => void }

const look =
  'inline-grid h-[44px] min-w-[44px] shrink-0 place-items-center rounded-md px-2 font-medium text-muted text-xs -outline-offset-2 active:bg-accent-soft active:text-text aria-pressed:bg-accent aria-pressed:text-on-accent'

/** The keys that phones lack, for the terminal. They leave the focus, and with it the keyboard on the screen, where it is. */
export function KeyRow({ ctrl, onCtrl, onKey }: Props) {
  const stay = { onPointerDown: (event: { preventDefault: () => void }) => event.preventDefault() }
  return (
    <div role="toolbar" aria-label="Keys" className="flex shrink-0 overflow-x-auto border-line border-t bg-ground [scrollbar-width:none]">
      <button
        type="button"
        {...stay}
        aria-label="Ctrl, for the next key"
        aria-pressed={ctrl}
        onClick={() => onCtrl(!ctrl)}
        className={look}
      >
        Ctrl
      </button>
      {KEYS.map(({ key, label, face }) => (
        <button key={key} type="button" {...stay} aria-label={label} onClick={() => onKey(key)} className={look}>
          {face}
        </button>
      ))}
    </div>
  )
}
