'use client'

import { CircleAlert, Info, TriangleAlert, X } from 'lucide-react'
import { IconButton } from '../ui/icon-button.tsx'
import type { Notice } from './store.ts'

const LOOKS = {
  bad: { icon: CircleAlert, look: 'bg-danger-soft text-danger' },
  warning: { icon: TriangleAlert, look: 'bg-warning-soft text-warning' },
  info: { icon: Info, look: 'bg-accent-soft text-accent' },
}

/** Says what went wrong, or what can be taken back, until it is closed. */
export function NoticeBar({ notice, onClose }: { readonly notice: Notice; readonly onClose: () => void }) {
  const { icon: Icon, look } = LOOKS[notice.tone]
  return (
    <div role="alert" className={`flex shrink-0 items-center gap-3 border-line border-b px-4 py-1.5 ${look}`}>
      <Icon className="size-4.5 shrink-0" aria-hidden="true" />
      <p className="wrap-anywhere min-w-0 grow text-text">{notice.text}</p>
      {notice.action && (
        <button
          type="button"
          onClick={notice.action.run}
          className="h-7 shrink-0 rounded-md border border-current px-2.5 font-semibold text-text transition-colors hover:bg-panel max-sm:h-10"
        >
          {notice.action.label}
        </button>
      )}
      <IconButton label="Close the message" onClick={onClose} small>
        <X className="size-4" aria-hidden="true" />
      </IconButton>
    </div>
  )
}
