'use client'

import { ExternalLink, QrCode } from 'lucide-react'
import { useEffect, useRef, useState } from 'react'
import { plainButton, primaryButton, textField } from '../ui/looks.ts'
import { CopyButton } from './copy-button.tsx'
import { QrPicture } from './qr-picture.tsx'

type Props = { readonly address: string; readonly onFault: (why: string) => void }

/** A link that was made, and ways to pass it on. It is what somebody waits for: it has the focus. */
export function SharedLink({ address, onFault }: Props) {
  const [picture, setPicture] = useState(false)
  const field = useRef<HTMLInputElement>(null)
  useEffect(() => field.current?.select(), [])
  return (
    <div className="flex flex-col gap-3">
      <div className="flex gap-2">
        <input
          ref={field}
          readOnly
          aria-label="Link"
          value={address}
          onFocus={event => event.target.select()}
          className={`${textField} font-mono text-[13px]`}
        />
        <CopyButton label="Copy link" text={() => address} look={`${primaryButton} shrink-0`} onFault={onFault} />
      </div>
      <div className="flex flex-wrap gap-2">
        <a href={address} target="_blank" rel="noopener" className={plainButton}>
          <ExternalLink className="size-4" aria-hidden="true" />
          Open
        </a>
        <button
          type="button"
          aria-expanded={picture}
          onClick={() => setPicture(!picture)}
          className={`${plainButton} aria-expanded:border-accent`}
        >
          <QrCode className="size-4" aria-hidden="true" />
          QR code
        </button>
      </div>
      {picture && <QrPicture text={address} />}
    </div>
  )
}
