'use client'

import { Pause, Play } from 'lucide-react'
import { useTheme } from 'next-themes'
import { useEffect, useRef, useState } from 'react'
import type { Recording } from '../../server/protocol/snippet.ts'
import { IconButton } from '../ui/icon-button.tsx'
import { Scrolled } from '../ui/scrolled.tsx'
import { outputText } from './output-text.ts'
import type { PlaybackScreen } from './playback-screen.ts'
import { Player } from './player.ts'

const SPEEDS = [0.5, 1, 2, 5]
/** What puts the cursor anywhere on the screen, takes the other screen, or is a picture: many lines high, which the text does not tell. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
const FULL_SCREEN = /\u001b\[(\d*;\d*[Hf]|\d*[ABd]|\?1049h|\?47h|2J)|\u001b(\]1337;File=|P[\d;]*q)/
const FEWEST_ROWS = 4

/** Plays a recording, and says where it stands. Begins at once: somebody has asked for it. */
export function PlaybackControls({ recording }: { readonly recording: Recording }) {
  const place = useRef<HTMLElement>(null)
  const player = useRef<Player>(null)
  const screen = useRef<PlaybackScreen>(null)
  const [at, setAt] = useState({ atMs: 0, durationMs: 0, playing: false })
  const [speed, setSpeed] = useState(1)
  const { resolvedTheme } = useTheme()
  const dark = resolvedTheme === 'dark'
  const darkAtStart = useRef(dark)

  useEffect(() => {
    let left = false
    let frame = 0
    void (async () => {
      const [{ PlaybackScreen: Screen }] = await Promise.all([import('./playback-screen.ts'), document.fonts.ready])
      if (left || !place.current) return
      const made = new Screen(place.current, { cols: recording.cols, rows: rowsFor(recording) }, darkAtStart.current)
      const plays = new Player(recording.events, made, () => performance.now())
      screen.current = made
      player.current = plays
      plays.play()
      const look = (): void => {
        plays.tick()
        const { atMs, durationMs, playing } = plays
        setAt(before =>
          before.atMs === atMs && before.playing === playing && before.durationMs === durationMs ? before : { atMs, durationMs, playing },
        )
        frame = requestAnimationFrame(look)
      }
      look()
    })()
    return () => {
      left = true
      cancelAnimationFrame(frame)
      screen.current?.dispose()
      screen.current = null
      player.current = null
    }
  }, [recording])

  useEffect(() => {
    darkAtStart.current = dark
    screen.current?.setDark(dark)
  }, [dark])

  const { atMs, durationMs, playing } = at
  const words = `${seconds(atMs)} of ${seconds(durationMs)}`
  return (
    <>
      <Scrolled ref={place} label="Recorded output" className="min-h-24 p-3" />
      <div className="flex items-center gap-2.5 border-line border-t px-3 py-1.5">
        <IconButton label={playing ? 'Pause' : 'Play'} onClick={() => (playing ? player.current?.pause() : player.current?.play())} small>
          {playing ? (
            <Pause className="size-4 fill-current" aria-hidden="true" />
          ) : (
            <Play className="size-4 fill-current" aria-hidden="true" />
          )}
        </IconButton>
        <input
          type="range"
          aria-label="Position"
          aria-valuetext={words}
          min={0}
          step="any"
          max={Math.max(1, Math.round(durationMs))}
          value={Math.round(atMs)}
          onChange={event => player.current?.seek(Number(event.target.value))}
          className="h-7 min-w-0 grow accent-accent max-sm:h-11"
        />
        <span className="shrink-0 text-muted text-xs tabular-nums" aria-hidden="true">
          {words}
        </span>
        <select
          aria-label="Speed"
          value={speed}
          onChange={event => {
            const chosen = Number(event.target.value)
            setSpeed(chosen)
            if (!player.current) return
            player.current.tick()
            player.current.speed = chosen
          }}
          className="h-7 shrink-0 rounded-md border border-line bg-raised px-1 text-xs max-sm:h-11"
        >
          {SPEEDS.map(each => (
            <option key={each} value={each}>
              {each}×
            </option>
          ))}
        </select>
      </div>
    </>
  )
}

/** As high as what is shown; a program that draws all over the screen, or pictures, has all of it. */
function rowsFor({ rows, events }: Recording): number {
  if (FULL_SCREEN.test(events.map(([, text]) => text).join(''))) return rows
  return Math.max(FEWEST_ROWS, Math.min(rows, outputText(events).split('\n').length + 1))
}

function seconds(ms: number): string {
  return `${(ms / 1000).toFixed(1)} s`
}
