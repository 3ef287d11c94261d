'use client'

import { useTheme } from 'next-themes'
import { useEffect, useRef, useState } from 'react'
import { PlotCollector } from '../pictures/plot-store.ts'
import type { SessionLink } from '../workspace/session-link.ts'
import { KeyRow } from './key-row.tsx'
import { LinkQuestion } from './link-question.tsx'
import type { PlaceEvents } from './place-links.ts'
import { openLink, TerminalView } from './terminal-view.ts'

/** Where there is nothing but a screen to type on. */
const TOUCHED = '(hover: none) and (pointer: coarse)'

export type TerminalControls = {
  readonly focus: () => void
  readonly clear: () => void
  /** The end of what is shown, once all that came until now is. */
  readonly lastLines: (most: number) => Promise<string>
}
export type TerminalProps = {
  readonly link: SessionLink
  readonly places: PlaceEvents
  readonly readAloud: boolean
  readonly onReady: (controls: TerminalControls) => void
}

/** The terminal. Bytes go from the link to the view and never through React. */
export function TerminalPane({ link, places, readAloud, onReady }: TerminalProps) {
  const place = useRef<HTMLDivElement>(null)
  const view = useRef<TerminalView>(null)
  const { resolvedTheme, forcedTheme } = useTheme()
  const dark = (forcedTheme ?? resolvedTheme) === 'dark'
  const darkAtStart = useRef(dark)
  const [asked, setAsked] = useState<string | null>(null)
  const [touched, setTouched] = useState(false)
  const [ctrl, setCtrl] = useState(false)

  useEffect(() => setTouched(matchMedia(TOUCHED).matches), [])

  useEffect(() => {
    if (!place.current) return
    const plots = new PlotCollector()
    const made = new TerminalView(place.current, darkAtStart.current, {
      onInput: bytes => link.type(bytes),
      onResize: size => link.resize(size),
      onLink: setAsked,
      isLive: () => link.isLive,
      onPicture: picture => plots.add(picture),
      onFault: why => plots.addFault(why),
      onReset: () => plots.clear(),
      onCtrlUp: () => setCtrl(false),
      ...places,
    })
    view.current = made
    const detach = link.attach(made)
    onReady({ focus: () => made.focus(), clear: () => made.clear(), lastLines: most => made.lastLines(most) })
    // Cells are measured with the font; it may come after the terminal.
    void document.fonts.ready.then(() => made.fit())
    return () => {
      detach()
      made.dispose()
      view.current = null
    }
  }, [link, places, onReady])

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
      <div className="flex h-full w-full flex-col">
        <div ref={place} className="min-h-0 grow overflow-hidden bg-panel" />
        {touched && (
          <KeyRow
            ctrl={ctrl}
            onCtrl={held => {
              setCtrl(held)
              view.current?.holdCtrl(held)
            }}
            onKey={key => view.current?.press(key)}
          />
        )}
      </div>
      <LinkQuestion address={asked} onAnswer={answer} />
    </>
  )
}
