'use client'

import './style-nonce.ts'
import { useEffect, useRef } from 'react'
import type { EditorProps } from './editor-props.ts'
import { TouchView } from './touch-view.ts'

/** The code editor for phones and whatever else is touched: the one for keyboards does not work there. */
export function TouchEditor({ path, language, source, markers, onChange, onReady }: EditorProps) {
  const place = useRef<HTMLDivElement>(null)
  const view = useRef<TouchView>(null)
  const change = useRef(onChange)
  change.current = onChange

  useEffect(() => {
    if (!place.current) return
    const made = new TouchView(place.current, text => change.current(text))
    view.current = made
    return () => {
      made.dispose()
      view.current = null
    }
  }, [])

  useEffect(() => view.current?.show(path, language, source), [path, language, source])
  // biome-ignore lint/correctness/useExhaustiveDependencies: another path is another text, with marks of its own
  useEffect(() => view.current?.mark(markers), [markers, path])
  useEffect(() => {
    if (view.current) onReady(view.current)
  }, [onReady])

  return <div ref={place} className="h-full w-full overflow-hidden" />
}
