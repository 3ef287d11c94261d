'use client'

import '../editor/style-nonce.ts'
import { useEffect, useRef } from 'react'
import type { EditorControls } from '../editor/editor-props.ts'
import { type TouchOptions, TouchView } from '../editor/touch-view.ts'

type Props = {
  /** Null: what was shown last stays. */
  readonly name: string | null
  readonly language: string
  readonly code: string
  /** Lines of the file that stand before the code and are not shown. */
  readonly linesBefore: number
  /** Others make another editor, which knows nothing of what was undone before. */
  readonly options: TouchOptions
  readonly onChange: (code: string, name: string) => void
  readonly onReady: (controls: EditorControls) => void
}

/** The editor of a frame, with a text for each file: the light one, wherever it is. */
export function CodeEditor({ name, language, code, linesBefore, options, onChange, onReady }: Props) {
  const place = useRef<HTMLDivElement>(null)
  const view = useRef<TouchView>(null)
  const change = useRef(onChange)
  change.current = onChange

  useEffect(() => {
    if (!place.current) return
    const made = new TouchView(place.current, (text, of) => change.current(text, of), options)
    view.current = made
    return () => {
      made.dispose()
      view.current = null
    }
  }, [options])

  // biome-ignore lint/correctness/useExhaustiveDependencies: other options make another view
  useEffect(() => {
    if (name !== null) view.current?.show(name, language, code, linesBefore)
  }, [name, language, code, linesBefore, options])
  // biome-ignore lint/correctness/useExhaustiveDependencies: see above
  useEffect(() => {
    if (view.current) onReady(view.current)
  }, [onReady, options])

  return <div ref={place} className="h-full w-full overflow-hidden" />
}
