'use client'

import { Download, FileDigit } from 'lucide-react'
import dynamic from 'next/dynamic'
import { type ReactNode, useEffect, useMemo, useRef } from 'react'
import type { SourceFile } from '../../server/protocol/messages.ts'
import type { EditorControls } from '../editor/editor-props.ts'
import { endingLanguage } from '../editor/file-language.ts'
import { fromBase64, sizeWords } from '../workspace/bytes.ts'
import { saveAs } from '../workspace/download.ts'
import { fileBytes, isBinary } from '../workspace/sources.ts'
import { codeFont } from './code-font.ts'
import { type Example, linesBefore, mainName } from './example.ts'
import { FILE_PANEL } from './example-tabs.tsx'

const CodeEditor = dynamic(() => Promise.all([import('./code-editor.tsx'), codeFont()]).then(([module]) => module.CodeEditor), {
  ssr: false,
})

type Props = {
  /** The example as it was given. */
  readonly first: Example | null
  /** The file that is shown, as it is now. */
  readonly file: SourceFile | null
  /** What its tab says; null where there are no tabs. */
  readonly label: string | null
  readonly editing: boolean
  readonly heightPx: number
  readonly onMeasure: (px: number, name: string) => void
  readonly actions: {
    readonly edit: () => Promise<void>
    readonly type: (text: string, name: string) => void
    readonly keepEditor: (controls: EditorControls) => void
  }
  /** The main file as it is to be read until something is edited, or another file is looked at. */
  readonly children: ReactNode
}

/** A file of an example: to be read, in the editor, or what stands for one that is no text. */
export function ExampleCode({ first, file, label, editing, heightPx, onMeasure, actions, children }: Props) {
  const place = useRef<HTMLDivElement>(null)
  const main = first ? mainName(first) : ''
  const binary = file !== null && isBinary(file)
  const readonly = first?.readonly ?? false

  // The editor says by itself how high its text is.
  useEffect(() => {
    const lines = place.current?.querySelector('.example-lines')
    if (editing || !lines) return
    const observer = new ResizeObserver(() => onMeasure(lines.scrollHeight, main))
    observer.observe(lines)
    return () => observer.disconnect()
  }, [editing, main, onMeasure])

  const options = useMemo(() => ({ readonly, onHeight: onMeasure }), [readonly, onMeasure])
  const press = (): void => {
    // Who selects some of it wants to copy it.
    if (!editing && first && !readonly && getSelection()?.isCollapsed !== false) void actions.edit()
  }
  const panel = label !== null && { id: FILE_PANEL, role: 'tabpanel', 'aria-label': label }
  return (
    // biome-ignore lint/a11y: the button Edit does the same
    <div
      ref={place}
      {...panel}
      style={{ flexBasis: heightPx }}
      className={`relative min-h-[64px] shrink grow ${readonly ? '' : 'cursor-text'}`}
      onClick={press}
    >
      {/* The editor stays while a file is shown that it cannot show: it has what can be undone. */}
      <div className={`absolute inset-0 ${binary ? 'invisible' : ''}`}>
        {editing && first && file ? (
          <CodeEditor
            name={binary ? null : file.name}
            language={file.name === main ? first.language : endingLanguage(file.name)}
            code={binary ? '' : file.content}
            linesBefore={file.name === main ? linesBefore(first) : 0}
            options={options}
            onChange={actions.type}
            onReady={actions.keepEditor}
          />
        ) : (
          children
        )}
      </div>
      {binary && <BinaryFile file={file} />}
    </div>
  )
}

/** Stands for a file that is not text. */
function BinaryFile({ file }: { readonly file: SourceFile }) {
  const download = (): void => {
    const bytes = fromBase64(file.content)
    if (bytes) saveAs(file.name.slice(file.name.lastIndexOf('/') + 1), bytes)
  }
  return (
    <div className="absolute inset-0 flex cursor-default flex-wrap items-center justify-center gap-3 overflow-auto p-3">
      <p className="flex items-center gap-2 text-muted">
        <FileDigit className="size-4" aria-hidden="true" />
        {sizeWords(fileBytes(file))}, binary
      </p>
      <button
        type="button"
        onClick={download}
        className="inline-flex h-8 items-center gap-2 rounded-lg border border-line bg-raised px-3 font-medium text-[13px] transition-colors hover:border-muted max-sm:h-10"
      >
        <Download className="size-4" aria-hidden="true" />
        Download
      </button>
    </div>
  )
}
