'use client'

import { FileArchive, FileCode, Link2, QrCode, Trash2 } from 'lucide-react'
import { useEffect, useState } from 'react'
import { archiveName } from '../share/archive-name.ts'
import { CopyButton } from '../share/copy-button.tsx'
import type { Share } from '../share/history.ts'
import { mayBeOwn } from '../share/own-mark.ts'
import { QrPicture } from '../share/qr-picture.tsx'
import { snippetMarkdown } from '../share/snippet-markdown.ts'
import { DeletionQuestion, useDeletion } from '../ui/deletion.tsx'
import { Fault } from '../ui/fault.tsx'
import { faultWords } from '../ui/fault-words.ts'
import { dangerButton, plainButton } from '../ui/looks.ts'
import { saveAs } from '../workspace/download.ts'
import { loadSnippet } from './load-snippet.ts'

type Props = { readonly id: string; readonly title: string }

/**
 * What can be done with a snippet. Its files, and what works on them, are loaded only when they are needed: most people read, and the page has it as
 * text to read.
 */
export function SnippetTools({ id, title }: Props) {
  const [fault, setFault] = useState<string | null>(null)
  const [address, setAddress] = useState('')
  const [picture, setPicture] = useState(false)
  const [own, setOwn] = useState<Share | null>(null)

  useEffect(() => {
    setAddress(`${location.origin}${location.pathname}`)
    if (mayBeOwn(id)) void import('../share/history.ts').then(history => setOwn(history.ownShares().find(share => share.id === id) ?? null))
  }, [id])

  const markdown = async (): Promise<string> => {
    setFault(null)
    return snippetMarkdown(await loadSnippet(id), address)
  }
  const zip = async (): Promise<void> => {
    setFault(null)
    try {
      const [{ files }, { zipOf }] = await Promise.all([loadSnippet(id), import('../workspace/zip.ts')])
      saveAs(`${archiveName(title) || id}.zip`, zipOf(files))
    } catch (error) {
      setFault(faultWords(error))
    }
  }

  // Without scripts there is nothing that these could do.
  if (address === '') return <div className="h-9 max-sm:h-11" />
  return (
    <div className="flex flex-col gap-3">
      <div className="flex flex-wrap gap-2">
        <CopyButton label="Copy link" icon={Link2} text={() => address} look={plainButton} onFault={setFault} />
        <CopyButton label="Copy as Markdown" icon={FileCode} text={markdown} look={plainButton} onFault={setFault} />
        <button type="button" onClick={() => void zip()} className={plainButton}>
          <FileArchive className="size-4" aria-hidden="true" />
          Download zip
        </button>
        <button type="button" aria-expanded={picture} onClick={() => setPicture(!picture)} className={plainButton}>
          <QrCode className="size-4" aria-hidden="true" />
          QR code
        </button>
        {own && <DeleteButton share={own} onFault={setFault} />}
      </div>
      <Fault text={fault} />
      {picture && <QrPicture text={address} />}
    </div>
  )
}

/** For whoever shared it from this browser. Asks first. */
function DeleteButton({ share, onFault }: { readonly share: Share; readonly onFault: (why: string | null) => void }) {
  const deletion = useDeletion(async () => {
    const { deleteOwn } = await import('../share/delete-own.ts')
    await deleteOwn(share)
    // The page says by itself that the snippet is gone.
    location.reload()
  }, onFault)
  const icon = <Trash2 className="size-4" aria-hidden="true" />
  if (deletion.step !== 'shown') return <DeletionQuestion deletion={deletion} label="Delete for everybody" icon={icon} />
  return (
    <button type="button" onClick={deletion.ask} className={dangerButton}>
      {icon}
      Delete
    </button>
  )
}
