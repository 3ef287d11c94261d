'use client'

import { useTheme } from 'next-themes'
import { useEffect, useRef, useState } from 'react'
import type { SessionLink } from '../workspace/session-link.ts'
import { LinkQuestion } from './link-question.tsx'
import { openLink, TerminalView } from './terminal-view.ts'

export type TerminalControls = { readonly focus: () => void; readonly clear: () => void }
export type TerminalProps = {
  readonly link: SessionLink
  readonly readAloud: boolean
  readonly onReady: (controls: TerminalControls) => void
}

/** The terminal. Bytes go from the link to the view and never through React. */
export function TerminalPane({ link, readAloud, onReady }: TerminalProps) {
  const place = useRef<HTMLDivElement>(null)
  const view = useRef<TerminalView>(null)
  const { resolvedTheme } = useTheme()
  const dark = resolvedTheme === 'dark'
  const darkAtStart = useRef(dark)
  const [asked, setAsked] = useState<string | null>(null)

  useEffect(() => {
    if (!place.current) return
    const made = new TerminalView(place.current, darkAtStart.current, {
      onInput: bytes => link.type(bytes),
      onResize: size => link.resize(size),
      onLink: setAsked,
      isLive: () => link.isLive,
    })
    view.current = made
    const detach = link.attach(made)
    onReady({ focus: () => made.focus(), clear: () => made.clear() })
    // Cells are measured with the font; it may come after the terminal.
    void document.fonts.ready.then(() => made.fit())
    return () => {
      detach()
      made.dispose()
      view.current = null
    }
  }, [link, onReady])

  useEffect(() => {
    darkAtStart.current = dark
    view.current?.setDark(dark)
  }, [dark])

  useEffect(() => view.current?.setReadAloud(readAloud), [readAloud])

  const answer = (open: boolean): void => {
    if (open && asked !== null) openLink(asked)
    setAsked(null)
    view.current?.focus()
  }

  return (
    <>
      <div ref={place} className="h-full w-full overflow-hidden bg-panel" />
      <LinkQuestion address={asked} onAnswer={answer} />
    </>
  )
}
