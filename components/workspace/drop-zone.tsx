'use client'

import { Upload } from 'lucide-react'
import { useEffect, useRef, useState } from 'react'
import type { FileActions } from './file-actions.ts'

/** Takes files that are dropped anywhere on the page. Shows where to while they are above it. */
export function DropZone({ files }: { readonly files: FileActions }) {
  const [over, setOver] = useState(false)
  /** Every element that is entered is left again; only with none is the page left. */
  const depth = useRef(0)

  useEffect(() => {
    // Before the editor, which would write the file's name into the text.
    const listen = { capture: true }
    const withFiles = (act: (event: DragEvent) => void) => (event: DragEvent) => {
      if (!event.dataTransfer?.types.includes('Files')) return
      event.preventDefault()
      event.stopPropagation()
      act(event)
    }
    const enter = withFiles(() => {
      depth.current += 1
      setOver(true)
    })
    const leave = withFiles(() => {
      depth.current -= 1
      if (depth.current <= 0) setOver(false)
    })
    const above = withFiles(event => {
      if (event.dataTransfer) event.dataTransfer.dropEffect = 'copy'
    })
    const drop = withFiles(event => {
      depth.current = 0
      setOver(false)
      void files.upload([...(event.dataTransfer?.files ?? [])])
    })
    addEventListener('dragenter', enter, listen)
    addEventListener('dragleave', leave, listen)
    addEventListener('dragover', above, listen)
    addEventListener('drop', drop, listen)
    return () => {
      removeEventListener('dragenter', enter, listen)
      removeEventListener('dragleave', leave, listen)
      removeEventListener('dragover', above, listen)
      removeEventListener('drop', drop, listen)
    }
  }, [files])

  if (!over) return null
  return (
    <div className="pointer-events-none fixed inset-0 z-50 grid place-items-center bg-ground/85">
      <p className="flex items-center gap-3 rounded-2xl border-2 border-accent border-dashed bg-raised px-8 py-6 font-semibold text-base">
        <Upload className="size-5 text-accent" aria-hidden="true" />
        Drop files to add them
      </p>
    </div>
  )
}
