'use client'

import { CircleAlert, TriangleAlert, X } from 'lucide-react'
import { IconButton } from '../ui/icon-button.tsx'
import type { Notice } from './store.ts'

/** Says what went wrong until it is closed. */
export function NoticeBar({ notice, onClose }: { readonly notice: Notice; readonly onClose: () => void }) {
  const bad = notice.tone === 'bad'
  const Icon = bad ? CircleAlert : TriangleAlert
  return (
    <div
      role="alert"
      className={`flex shrink-0 items-center gap-3 border-line border-b px-4 py-1.5 ${bad ? 'bg-danger-soft text-danger' : 'bg-warning-soft text-warning'}`}
    >
      <Icon className="size-4.5 shrink-0" aria-hidden="true" />
      <p className="min-w-0 grow text-text">{notice.text}</p>
      <IconButton label="Close the message" onClick={onClose} small>
        <X className="size-4" aria-hidden="true" />
      </IconButton>
    </div>
  )
}
