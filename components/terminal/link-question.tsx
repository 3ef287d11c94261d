'use client'

import { useEffect, useRef } from 'react'

type Props = { readonly address: string | null; readonly onAnswer: (open: boolean) => void }

/** Asks before a link of the program's is opened: its text may say one thing and its address another. */
export function LinkQuestion({ address, onAnswer }: Props) {
  const dialog = useRef<HTMLDialogElement>(null)
  useEffect(() => {
    if (address === null) dialog.current?.close()
    else if (!dialog.current?.open) dialog.current?.showModal()
  }, [address])
  const button = 'rounded-lg px-3.5 py-1.5 font-semibold text-sm max-sm:py-2.5'
  return (
    <dialog
      ref={dialog}
      aria-labelledby="link-question"
      onCancel={() => onAnswer(false)}
      className="m-auto w-[min(32rem,calc(100vw-2rem))] rounded-xl border border-line bg-panel p-5 text-text shadow-xl backdrop:bg-black/40"
    >
      <h2 id="link-question" className="font-semibold text-base">
        Open this link?
      </h2>
      <p className="mt-1 text-muted text-sm">The program printed it. It opens in a new tab.</p>
      <p className="mt-3 max-h-40 overflow-auto break-all rounded-lg bg-ground p-3 font-mono text-[13px]">{address}</p>
      <div className="mt-4 flex justify-end gap-2">
        <button type="button" onClick={() => onAnswer(false)} className={`${button} text-muted hover:bg-accent-soft hover:text-text`}>
          Cancel
        </button>
        <button type="button" onClick={() => onAnswer(true)} className={`${button} bg-accent text-on-accent`}>
          Open
        </button>
      </div>
    </dialog>
  )
}
