'use client'

import { X } from 'lucide-react'
import { type ReactNode, useEffect, useId, useRef } from 'react'
import { IconButton } from './icon-button.tsx'
import { isTouched } from './touched.ts'

type Props = { readonly title: string; readonly wide?: boolean; readonly onClose: () => void; readonly children: ReactNode }

/** A dialog above the page while it is there. Its first field has the focus; Escape closes it, and the focus goes back to where it was. */
export function Dialog({ title, wide = false, onClose, children }: Props) {
  const titleId = useId()
  const dialog = useRef<HTMLDialogElement>(null)
  const before = useRef<Element>(null)
  useEffect(() => {
    if (dialog.current?.open) return
    before.current = document.activeElement
    dialog.current?.showModal()
    if (!isTouched()) dialog.current?.querySelector('input')?.focus()
  }, [])
  // The browser sees to it when a dialog is closed, and not when one that is open is taken away, as an answer does.
  useEffect(
    () => () => {
      if (document.activeElement === document.body && before.current instanceof HTMLElement) before.current.focus()
    },
    [],
  )
  return (
    <dialog
      ref={dialog}
      aria-labelledby={titleId}
      onClose={onClose}
      className={`m-auto max-h-[calc(100dvh-2rem)] ${wide ? 'w-[min(64rem,calc(100vw-2rem))]' : 'w-[min(40rem,calc(100vw-2rem))]'} overflow-y-auto rounded-xl border border-line bg-panel p-0 text-text shadow-xl backdrop:bg-black/40 max-sm:mb-0 max-sm:max-h-[calc(100dvh-3rem)] max-sm:w-full max-sm:max-w-none max-sm:rounded-b-none`}
    >
      <div className="sticky top-0 z-10 flex items-center justify-between border-line border-b bg-panel py-2.5 pr-2.5 pl-5">
        <h2 id={titleId} className="font-semibold text-base">
          {title}
        </h2>
        <IconButton label="Close" onClick={() => dialog.current?.close()} small>
          <X className="size-4" aria-hidden="true" />
        </IconButton>
      </div>
      {children}
    </dialog>
  )
}
