'use client'

import { QrCode, RefreshCw } from 'lucide-react'
import { useEffect, useState } from 'react'
import type { ClassView } from '../../server/protocol/classes.ts'
import { CopyButton } from '../share/copy-button.tsx'
import { QrPicture } from '../share/qr-picture.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { faultWords } from '../ui/fault-words.ts'
import { plainButton } from '../ui/looks.ts'
import { changeClass, type Opener, renewCode } from './calls.ts'

type Props = {
  readonly opener: Opener
  readonly view: ClassView
  readonly onFault: (why: string | null) => void
}

/** How students come in. */
export function JoinPanel({ opener, view, onFault }: Props) {
  const { code, open } = view
  const [shown, setShown] = useState(false)
  const [busy, setBusy] = useState(false)
  const [origin, setOrigin] = useState('')
  useEffect(() => setOrigin(location.origin), [])
  const address = `${origin}/join/${code}`

  const change = async (work: () => Promise<unknown>): Promise<void> => {
    setBusy(true)
    onFault(null)
    await work().catch(failed => onFault(faultWords(failed)))
    setBusy(false)
  }

  return (
    <section
      aria-label="How students join"
      className="flex flex-wrap items-center gap-x-6 gap-y-3 rounded-xl border border-line bg-panel p-4"
    >
      <div className="min-w-0">
        <p className="text-muted text-xs">
          {open ? `Students go to ${origin.replace(/^https?:\/\//, '')}/join and type` : 'Nobody can join now'}
        </p>
        <p className={`font-mono font-semibold text-3xl tracking-[0.15em] ${open ? '' : 'text-muted line-through'}`}>
          <span className="sr-only">{[...code].join(' ')}</span>
          <span aria-hidden="true" data-testid="class-code">
            {code}
          </span>
        </p>
      </div>
      <span className="grow" />
      <div className="flex flex-wrap gap-2">
        <CopyButton label="Copy link" text={() => address} look={plainButton} onFault={onFault} />
        <button type="button" onClick={() => setShown(true)} className={plainButton}>
          <QrCode className="size-4" aria-hidden="true" />
          QR code
        </button>
        <button type="button" disabled={busy} onClick={() => void change(() => renewCode(opener))} className={plainButton}>
          <RefreshCw className="size-4" aria-hidden="true" />
          New code
        </button>
        <button
          type="button"
          role="switch"
          aria-checked={open}
          disabled={busy}
          onClick={() => void change(() => changeClass(opener, { open: !open }))}
          className={`${plainButton} aria-checked:border-accent`}
        >
          <span className={`size-2.5 rounded-full ${open ? 'bg-accent' : 'bg-line'}`} aria-hidden="true" />
          Joining is {open ? 'open' : 'closed'}
        </button>
      </div>
      {shown && (
        <Dialog title="Join the class" onClose={() => setShown(false)}>
          <div className="flex flex-col gap-4 p-5 text-center">
            <QrPicture text={address} />
            <p className="font-mono font-semibold text-4xl tracking-[0.15em]">{code}</p>
            <p className="wrap-anywhere text-base text-muted">{address}</p>
          </div>
        </Dialog>
      )}
    </section>
  )
}
