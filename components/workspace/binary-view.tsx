import { Download, FileDigit } from 'lucide-react'
import type { SourceFile } from '../../server/protocol/messages.ts'
import { sizeWords } from './bytes.ts'
import { fileBytes } from './sources.ts'

/** Stands for a file that is not text. */
export function BinaryView({ file, onDownload }: { readonly file: SourceFile; readonly onDownload: () => void }) {
  return (
    <div className="grid h-full place-items-center bg-panel p-6">
      <div className="flex max-w-xs flex-col items-center gap-3 text-center">
        <FileDigit className="size-8 text-muted" aria-hidden="true" />
        <p>
          <span className="break-all font-medium">{file.name}</span>
          <br />
          <span className="text-muted">binary, {sizeWords(fileBytes(file))}</span>
        </p>
        <p className="text-muted text-xs">Programs can read it. It is not text, so the editor cannot show it.</p>
        <button
          type="button"
          onClick={onDownload}
          className="inline-flex h-9 items-center gap-2 rounded-lg border border-line bg-raised px-3.5 font-medium transition-colors hover:border-muted max-sm:h-10"
        >
          <Download className="size-4" aria-hidden="true" />
          Download
        </button>
      </div>
    </div>
  )
}
