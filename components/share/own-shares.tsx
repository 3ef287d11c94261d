'use client'

import { Link2, Trash2 } from 'lucide-react'
import { useState } from 'react'
import { DeletionQuestion, useDeletion } from '../ui/deletion.tsx'
import { Fault } from '../ui/fault.tsx'
import { textField } from '../ui/looks.ts'
import { CopyButton } from './copy-button.tsx'
import { deleteOwn } from './delete-own.ts'
import { findShares, ownShares, type Share } from './history.ts'
import { snippetPath } from './snippet-address.ts'

const small =
  'inline-grid size-8 shrink-0 place-items-center rounded-lg text-muted transition-colors hover:bg-accent-soft hover:text-text max-sm:size-11'

/** The snippets that were shared from this browser: found by words, opened, passed on, deleted. */
export function OwnShares() {
  const [shares, setShares] = useState(ownShares)
  const [query, setQuery] = useState('')
  const [fault, setFault] = useState<string | null>(null)
  const found = findShares(shares, query)

  return (
    <div className="flex flex-col gap-3 p-5">
      <input
        type="search"
        aria-label="Search your snippets"
        placeholder="Search by title or language"
        value={query}
        onChange={event => setQuery(event.target.value)}
        className={textField}
      />
      <p role="status" className="text-muted text-xs">
        {shares.length === 0
          ? 'Nothing has been shared from this browser yet.'
          : found.length === shares.length
            ? `${shares.length} shared from this browser`
            : `${found.length} of ${shares.length}`}
      </p>
      <Fault text={fault} />
      <ul className="-mx-2 flex max-h-[50dvh] flex-col overflow-y-auto">
        {found.map(share => (
          <Row key={share.id} share={share} onFault={setFault} onDeleted={() => setShares(ownShares())} />
        ))}
      </ul>
    </div>
  )
}

type RowProps = { readonly share: Share; readonly onFault: (why: string | null) => void; readonly onDeleted: () => void }

function Row({ share, onFault, onDeleted }: RowProps) {
  const title = share.title || 'Untitled'
  const deletion = useDeletion(async () => {
    await deleteOwn(share)
    onDeleted()
  }, onFault)

  return (
    <li className="flex min-h-12 items-center gap-1 rounded-lg px-2 hover:bg-ground">
      <a href={snippetPath(share.id)} className="min-w-0 grow py-1.5">
        <span className="block truncate font-medium">{title}</span>
        <span className="block truncate text-muted text-xs">
          {share.language} · {new Date(share.createdMs).toLocaleDateString()}
        </span>
      </a>
      {deletion.step === 'shown' ? (
        <>
          <CopyButton
            label={`Copy the link of ${title}`}
            icon={Link2}
            text={() => new URL(snippetPath(share.id), location.href).href}
            look={small}
            small
            onFault={onFault}
          />
          <button type="button" aria-label={`Delete ${title}`} title="Delete" onClick={deletion.ask} className={small}>
            <Trash2 className="size-4" aria-hidden="true" />
          </button>
        </>
      ) : (
        <DeletionQuestion deletion={deletion} label="Delete" />
      )}
    </li>
  )
}
