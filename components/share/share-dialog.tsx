'use client'

import { ArrowLeft, History } from 'lucide-react'
import { useState } from 'react'
import { Dialog } from '../ui/dialog.tsx'
import { plainButton } from '../ui/looks.ts'
import type { SessionLink } from '../workspace/session-link.ts'
import { OwnShares } from './own-shares.tsx'
import { ShareForm } from './share-form.tsx'

type Props = { readonly link: SessionLink; readonly onClose: () => void }

/** Sharing what the page shows, and what was shared from this browser before. */
export function ShareDialog({ link, onClose }: Props) {
  const [view, setView] = useState<'share' | 'own'>('share')
  const own = view === 'own'
  return (
    <Dialog title={own ? 'Your snippets' : 'Share'} onClose={onClose}>
      {/* What was shared stays on the form while the list is looked at. */}
      <div className={own ? 'hidden' : ''}>
        <ShareForm link={link} />
      </div>
      {own && <OwnShares />}
      <div className="flex justify-start border-line border-t px-5 py-3">
        <button type="button" onClick={() => setView(own ? 'share' : 'own')} className={plainButton}>
          {own ? <ArrowLeft className="size-4" aria-hidden="true" /> : <History className="size-4" aria-hidden="true" />}
          {own ? 'Back to sharing' : 'Your snippets'}
        </button>
      </div>
    </Dialog>
  )
}
