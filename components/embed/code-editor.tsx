'use client'

import '../editor/style-nonce.ts'
import { useEffect, useRef } from 'react'
import type { EditorControls } from '../editor/editor-props.ts'
import { type TouchOptions, TouchView } from '../editor/touch-view.ts'

type Props = {
  readonly name: string
  readonly language: string
  readonly code: string
  readonly options: TouchOptions
  readonly onChange: (code: string) => void
  readonly onReady: (controls: EditorControls) => void
}

/** The editor of a frame: the light one, wherever it is. */
export function CodeEditor({ name, language, code, options, onChange, onReady }: Props) {
  const place = useRef<HTMLDivElement>(null)
  const view = useRef<TouchView>(null)
  const change = useRef(onChange)
  change.current = onChange

  useEffect(() => {
    if (!place.current) return
    const made = new TouchView(place.current, text => change.current(text), options)
    view.current = made
    return () => {
      made.dispose()
      view.current = null
    }
  }, [options])

  // biome-ignore lint/correctness/useExhaustiveDependencies: other options make another view
  useEffect(() => view.current?.show(name, language, code), [name, language, code, options])
  useEffect(() => {
    if (view.current) onReady(view.current)
  }, [onReady])

  return <div ref={place} className="h-full w-full overflow-hidden" />
}
