'use client'

import { Download, LoaderCircle, Play } from 'lucide-react'
import { useState } from 'react'
import type { Snippet } from '../../server/protocol/snippet.ts'
import { archiveName } from '../share/archive-name.ts'
import { asciicast } from '../share/asciicast.ts'
import { faultWords } from '../ui/fault-words.ts'
import { plainButton } from '../ui/looks.ts'
import { Scrolled } from '../ui/scrolled.tsx'
import { useInBrowser } from '../ui/use-in-browser.ts'
import { saveAs } from '../workspace/download.ts'
import { loadSnippet } from './load-snippet.ts'
import { PlaybackControls } from './playback-controls.tsx'

type Props = {
  readonly id: string
  readonly title: string
  /** What was printed, to read. */
  readonly text: string
  /** How it ended. */
  readonly end: string
}

/** The output of a run: as text, and, once it is asked for, played in a terminal as it was printed. */
export function Playback({ id, title, text, end }: Props) {
  const [snippet, setSnippet] = useState<Snippet | null>(null)
  const [played, setPlayed] = useState(false)
  const [busy, setBusy] = useState(false)
  const [fault, setFault] = useState<string | null>(null)
  // A press before that would go nowhere.
  const ready = useInBrowser() && !busy

  const withSnippet = async (act: (snippet: Snippet) => void): Promise<void> => {
    setBusy(true)
    setFault(null)
    try {
      const fetched = snippet ?? (await loadSnippet(id))
      setSnippet(fetched)
      act(fetched)
    } catch (error) {
      setFault(faultWords(error))
    } finally {
      setBusy(false)
    }
  }
  const download = ({ recording, createdMs }: Snippet): void => {
    if (recording) saveAs(`${archiveName(title) || id}.cast`, new TextEncoder().encode(asciicast(recording, { title, createdMs })))
  }

  const recording = played ? snippet?.recording : null
  return (
    <div className="overflow-hidden rounded-xl border border-line bg-panel">
      {recording ? (
        <PlaybackControls recording={recording} />
      ) : (
        <Scrolled label="Output as text" className="max-h-128">
          <pre className="p-4 font-mono text-[13px] leading-5">{text === '' ? '(nothing to read)' : text}</pre>
        </Scrolled>
      )}
      <div className="flex flex-wrap items-center gap-2 border-line border-t px-4 py-2.5">
        <p className="grow text-muted max-sm:w-full">{end}</p>
        {!recording && (
          <button type="button" disabled={!ready} onClick={() => void withSnippet(() => setPlayed(true))} className={plainButton}>
            {busy ? (
              <LoaderCircle className="size-4 animate-spin" aria-hidden="true" />
            ) : (
              <Play className="size-4 fill-current" aria-hidden="true" />
            )}
            Play
          </button>
        )}
        <button
          type="button"
          disabled={!ready}
          onClick={() => void withSnippet(download)}
          title="For asciinema and other players"
          className={plainButton}
        >
          <Download className="size-4" aria-hidden="true" />
          Recording
        </button>
      </div>
      {fault !== null && (
        <p role="alert" className="border-line border-t bg-danger-soft px-4 py-2">
          {fault}
        </p>
      )}
    </div>
  )
}
