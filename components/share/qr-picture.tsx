'use client'

import { useEffect, useState } from 'react'
import { qrPath } from './qr-path.ts'

/** A link for the cameras of a class. Always dark on light: not every camera reads the other way round. */
export function QrPicture({ text, large = false }: { readonly text: string; readonly large?: boolean }) {
  const [drawn, setDrawn] = useState<{ readonly path: string; readonly side: number } | null>(null)
  useEffect(() => {
    let left = false
    void qrPath(text).then(made => {
      if (!left) setDrawn(made)
    })
    return () => {
      left = true
    }
  }, [text])
  return (
    <div className={`mx-auto aspect-square w-full ${large ? 'max-w-96' : 'max-w-72'} rounded-xl bg-white p-2`}>
      {drawn && (
        <svg viewBox={`0 0 ${drawn.side} ${drawn.side}`} role="img" aria-label="QR code of the link" shapeRendering="crispEdges">
          <path d={drawn.path} fill="#000" />
        </svg>
      )}
    </div>
  )
}
