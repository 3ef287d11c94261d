'use client'

import { useEffect, useRef } from 'react'
import type { EditorProps } from './editor-props.ts'
import { mapCursor, textEdits } from './text-edits.ts'

/** What stays when the editor cannot be loaded: a text field that works. */
export function PlainEditor({ path, source, onChange, onReady }: EditorProps) {
  const field = useRef<HTMLTextAreaElement>(null)
  const change = useRef(onChange)
  change.current = onChange
  useEffect(() => {
    onReady({
      focus: () => field.current?.focus(),
      goTo: (line, column = 1) => {
        const text = field.current?.value ?? ''
        const at = text.split('\n', line - 1).join('\n').length + (line > 1 ? 1 : 0) + column - 1
        field.current?.setSelectionRange(at, at)
        field.current?.focus()
      },
      relayout: (before, after) => {
        if (field.current?.value !== before) return false
        const cursor = mapCursor(before, textEdits(before, after), field.current.selectionStart)
        field.current.value = after
        field.current.setSelectionRange(cursor, cursor)
        change.current(after)
        return true
      },
    })
  }, [onReady])
  return (
    <textarea
      key={path}
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
