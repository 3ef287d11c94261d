'use client'

import { useEffect, useRef } from 'react'
import type { EditorProps } from './editor.tsx'

/** What stays when the editor cannot be loaded: a text field that works. */
export function PlainEditor({ source, onChange, onReady }: EditorProps) {
  const field = useRef<HTMLTextAreaElement>(null)
  useEffect(() => onReady(() => field.current?.focus()), [onReady])
  return (
    <textarea
      ref={field}
      aria-label="Code editor"
      value={source}
      onChange={event => onChange(event.target.value)}
      spellCheck={false}
      autoCapitalize="off"
      autoComplete="off"
      className="h-full w-full resize-none bg-panel p-4 font-mono text-sm leading-5.5 outline-none"
    />
  )
}
