'use client'

import { useRef } from 'react'

type Props = { readonly name: string; readonly html: string }

/**
 * Shows a document that a program has written, sealed off from this page, from the server and from the network (server/http/viewer-page.ts). Nothing
 * that it says is listened to.
 */
export function DocumentFrame({ name, html }: Props) {
  const given = useRef(false)
  return (
    <iframe
      title={name}
      src="/viewer"
      sandbox="allow-scripts"
      referrerPolicy="no-referrer"
      onLoad={event => {
        // Once: where the frame is after that is the document's doing.
        if (given.current) return
        given.current = true
        // Its origin is nobody's, so it cannot be named. The frame has just been loaded from this server.
        event.currentTarget.contentWindow?.postMessage(html, '*')
      }}
      className="h-full w-full border-0 bg-white"
    />
  )
}

/** A drawing as a document, which takes what comes before the drawing in XML for a comment. */
export function drawingDocument(svg: string): string {
  const style = 'html,body{margin:0;height:100%}body{display:grid;place-items:center}svg{max-width:100%;max-height:100vh}'
  return `<!doctype html><meta charset="utf-8"><style>${style}</style>${svg}`
}
