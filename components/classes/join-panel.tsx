'use client'

import { QrCode, RefreshCw } from 'lucide-react'
import { useEffect, useState } from 'react'
import type { ClassView } from '../../server/protocol/classes.ts'
import { CopyButton } from '../share/copy-button.tsx'
import { QrPicture } from '../share/qr-picture.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { Fault } from '../ui/fault.tsx'
import { faultWords } from '../ui/fault-words.ts'
import { plainButton, primaryButton } from '../ui/looks.ts'
import { changeClass, type Opener, renewCode } from './calls.ts'

type Props = {
  readonly opener: Opener
  readonly view: ClassView
  readonly onFault: (why: string | null) => void
}

/** How students come in. */
export function JoinPanel({ opener, view, onFault }: Props) {
  const { code, open } = view
  const [shown, setShown] = useState<'nothing' | 'wall' | 'question'>('nothing')
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
        <button type="button" onClick={() => setShown('wall')} className={plainButton}>
          <QrCode className="size-4" aria-hidden="true" />
          QR code
        </button>
        <button type="button" disabled={busy} onClick={() => setShown('question')} className={plainButton}>
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
      {shown === 'wall' && <Wall code={code} origin={origin} address={address} onClose={() => setShown('nothing')} />}
      {shown === 'question' && <NewCode opener={opener} code={code} onClose={() => setShown('nothing')} />}
    </section>
  )
}

type WallProps = { readonly code: string; readonly origin: string; readonly address: string; readonly onClose: () => void }

/** As large as it can be: it is read from the last row. */
function Wall({ code, origin, address, onClose }: WallProps) {
  return (
    <Dialog title="Join the class" wide onClose={onClose}>
      <div className="flex flex-wrap items-center justify-center gap-x-12 gap-y-6 p-8 max-sm:p-5">
        <div className="w-96 max-w-full">
          <QrPicture text={address} large />
        </div>
        <div className="flex min-w-0 flex-col gap-3 text-xl max-sm:items-center max-sm:text-base">
          <p className="text-muted">Go to</p>
          <p className="wrap-anywhere font-medium">{origin.replace(/^https?:\/\//, '')}/join</p>
          <p className="text-muted">and type</p>
          <p className="font-mono font-semibold text-7xl tracking-[0.1em] max-sm:text-5xl">{code}</p>
        </div>
      </div>
    </Dialog>
  )
}

type NewCodeProps = { readonly opener: Opener; readonly code: string; readonly onClose: () => void }

/** Asks first: a class may be typing the code that it takes away. */
function NewCode({ opener, code, onClose }: NewCodeProps) {
  const [busy, setBusy] = useState(false)
  const [fault, setFault] = useState<string | null>(null)
  const renew = async (): Promise<void> => {
    setBusy(true)
    await renewCode(opener).then(onClose, failed => setFault(faultWords(failed)))
    setBusy(false)
  }
  return (
    <Dialog title="A new code" onClose={onClose}>
      <div className="flex flex-col gap-3 p-5">
        <p>
          <span className="font-mono font-semibold">{code}</span> and its QR code let nobody in any more once there is a new one. Who has
          joined stays in.
        </p>
        <Fault text={fault} />
        <div className="flex gap-2">
          <button type="button" disabled={busy} onClick={() => void renew()} className={primaryButton}>
            Make a new code
          </button>
          <button type="button" onClick={onClose} className={plainButton}>
            Keep it
          </button>
        </div>
      </div>
    </Dialog>
  )
}
