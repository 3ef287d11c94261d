'use client'

import { useMemo } from 'react'
import { imageHeader, sizeFault } from '../pictures/image-header.ts'
import { PictureView } from '../pictures/picture-view.tsx'
import { DocumentFrame, drawingDocument } from './document-frame.tsx'
import { TableView } from './table-view.tsx'
import { viewKind } from './viewable.ts'

/** A file to look at, as it was when it was asked for. */
export type ViewedFile = { readonly name: string; readonly bytes: Uint8Array<ArrayBuffer>; readonly version: number }

const TEXT_CHARS = 200_000

/** Shows a file as what it is. */
export function FileView({ file }: { readonly file: ViewedFile }) {
  const kind = viewKind(file.name)
  const text = useMemo(() => (kind === 'picture' ? '' : new TextDecoder().decode(file.bytes)), [kind, file.bytes])
  switch (kind) {
    case 'document':
      return <DocumentFrame key={file.version} name={file.name} html={text} />
    case 'drawing':
      return <DocumentFrame key={file.version} name={file.name} html={drawingDocument(text)} />
    case 'table':
      return <TableView key={file.version} name={file.name} text={text} />
    case 'picture':
      return <PictureFile file={file} />
    default:
      return <PlainText name={file.name} text={text} />
  }
}

function PictureFile({ file }: { readonly file: ViewedFile }) {
  const header = useMemo(() => imageHeader(file.bytes), [file.bytes])
  const fault = header ? sizeFault(header) : 'The file is broken, or none of PNG, JPEG, GIF and WebP.'
  if (!header || fault) return <p className="p-4 text-muted">{fault}</p>
  return (
    <div className="flex h-full min-h-0 flex-col">
      <PictureView picture={{ ...header, bytes: file.bytes }} name={file.name.slice(file.name.lastIndexOf('/') + 1)} />
    </div>
  )
}

function PlainText({ name, text }: { readonly name: string; readonly text: string }) {
  return (
    <section
      aria-label={name}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reachable by keyboard
      tabIndex={0}
      className="h-full overflow-auto p-3 -outline-offset-2"
    >
      <pre className="wrap-anywhere whitespace-pre-wrap font-mono text-[13px]">{text.slice(0, TEXT_CHARS)}</pre>
      {text.length > TEXT_CHARS && <p className="pt-3 text-muted text-xs">The beginning only. Download the file to see all of it.</p>}
      {text === '' && <p className="text-muted">The file is empty.</p>}
    </section>
  )
}
