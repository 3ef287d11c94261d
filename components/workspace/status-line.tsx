'use client'

import { useEffect, useState } from 'react'
import { duration, type Tone } from '../../server/protocol/exit-words.ts'
import type { ProblemKeeper } from '../problems/problem-keeper.ts'
import { ProblemList } from '../problems/problem-list.tsx'
import { CheckStatus } from './check-status.tsx'
import { statusWords } from './status-words.ts'
import { chosenProfile, useWorkspace, workspaceStore } from './store.ts'

const TICK_MS = 100
const HINT_MS = 2500

const DOTS: Readonly<Record<Tone | 'busy', string>> = {
  good: 'bg-accent',
  bad: 'bg-danger',
  warning: 'bg-warning',
  quiet: 'bg-muted',
  busy: 'bg-accent animate-pulse',
}

type Props = { readonly problems: ProblemKeeper; readonly onTakeBack: () => void }

export function StatusLine({ problems, onTakeBack }: Props) {
  const connection = useWorkspace(state => state.connection)
  const work = useWorkspace(state => state.work)
  const profiles = useWorkspace(state => state.profiles)
  const profileId = useWorkspace(state => state.profileId)
  const box = useWorkspace(state => chosenProfile(state)?.box)
  const { text, tone, busy } = statusWords({ connection, work, profiles, profileId })
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
      <Hint />
      <ProblemList keeper={problems} />
      <CheckStatus />
      {box && (
        <span className="shrink-0 text-muted" title="How strong the wall around the program is. The server has measured it.">
          {box}
        </span>
      )}
      <span className="shrink-0 text-muted max-md:hidden">
        <kbd className="font-medium font-sans">F6</kbd> moves between editor and terminal
      </span>
    </footer>
  )
}

/** What is said in passing. */
function Hint() {
  const hint = useWorkspace(state => state.hint)
  useEffect(() => {
    if (hint === null) return
    const timer = setTimeout(() => workspaceStore.setState({ hint: null }), HINT_MS)
    return () => clearTimeout(timer)
  }, [hint])
  return (
    <span aria-live="polite" className="min-w-0 truncate text-muted">
      {hint}
    </span>
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
