'use client'

import { useEffect, useState } from 'react'
import { duration, exitWords, type Tone, type Words } from './exit-words.ts'
import { useWorkspace, type WorkspaceState } from './store.ts'

const TICK_MS = 100

const DOTS: Readonly<Record<Tone | 'busy', string>> = {
  good: 'bg-accent',
  bad: 'bg-danger',
  warning: 'bg-warning',
  quiet: 'bg-muted',
  busy: 'bg-accent animate-pulse',
}

/** Where the work stands, in words. The time that passes is shown apart: read out every tenth of a second it would be noise. */
export function statusWords({ connection, work, profiles }: Pick<WorkspaceState, 'connection' | 'work' | 'profiles'>): Words & {
  readonly busy: boolean
} {
  const busy = (text: string) => ({ text, tone: 'quiet' as const, busy: true })
  if (connection === 'connecting') return busy('Connecting…')
  if (connection === 'lost') return busy('Connection lost. Trying again…')
  if (connection === 'replaced') return { text: 'This session continues in another tab', tone: 'warning', busy: false }
  if (connection === 'outdated') return { text: 'The server was updated: reload the page', tone: 'warning', busy: false }
  switch (work.phase) {
    case 'queued':
      return busy(work.position === 1 ? 'Waiting for a box: you are next' : `Waiting for a box: ${work.position - 1} before you`)
    case 'preparing':
      return busy('Starting…')
    case 'running':
      return busy('Running')
    case 'finished':
      return { ...exitWords(work.report), busy: false }
    case 'none':
      if (profiles.some(profile => profile.ready)) return { text: 'Ready', tone: 'good', busy: false }
      return busy('The first language is being built…')
  }
}

export function StatusLine({ onTakeBack }: { readonly onTakeBack: () => void }) {
  const connection = useWorkspace(state => state.connection)
  const work = useWorkspace(state => state.work)
  const profiles = useWorkspace(state => state.profiles)
  const { text, tone, busy } = statusWords({ connection, work, profiles })
  return (
    <footer className="flex h-9 shrink-0 items-center gap-2.5 border-line border-t bg-panel px-4 text-[13px] max-sm:px-3">
      <span className={`size-2 shrink-0 rounded-full ${DOTS[busy ? 'busy' : tone]}`} aria-hidden="true" />
      <p role="status" aria-live="polite" data-phase={connection === 'open' ? work.phase : connection} className="min-w-0 truncate">
        {text}
      </p>
      {connection === 'open' && work.phase === 'running' && <Elapsed fromMs={work.elapsedMs} />}
      {connection === 'replaced' && (
        <button type="button" onClick={onTakeBack} className="shrink-0 font-semibold text-accent underline underline-offset-2">
          Use it here
        </button>
      )}
      {connection === 'outdated' && (
        <button type="button" onClick={() => location.reload()} className="shrink-0 font-semibold text-accent underline underline-offset-2">
          Reload
        </button>
      )}
      <span className="grow" />
      <span className="shrink-0 text-muted max-md:hidden">
        <kbd className="font-medium font-sans">F6</kbd> moves between editor and terminal
      </span>
    </footer>
  )
}

/** Seconds since the program began. */
function Elapsed({ fromMs }: { readonly fromMs: number }) {
  const atMs = useWorkspace(state => state.workAtMs)
  const [nowMs, setNowMs] = useState(atMs)
  useEffect(() => {
    const timer = setInterval(() => setNowMs(performance.now()), TICK_MS)
    return () => clearInterval(timer)
  }, [])
  const ms = Math.max(0, fromMs + nowMs - atMs)
  return (
    <span className="text-muted tabular-nums" aria-hidden="true">
      {ms < 60_000 ? `${(ms / 1000).toFixed(1)} s` : duration(ms)}
    </span>
  )
}
