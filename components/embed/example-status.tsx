'use client'

import type { Tone } from '../workspace/exit-words.ts'
import { statusWords } from '../workspace/status-words.ts'
import { useWorkspace } from '../workspace/store.ts'

const DOTS: Readonly<Record<Tone | 'busy', string>> = {
  good: 'bg-accent',
  bad: 'bg-danger',
  warning: 'bg-warning',
  quiet: 'bg-muted',
  busy: 'bg-accent animate-pulse',
}

/** Where the run stands, or why there is none. */
export function ExampleStatus({ said, starting }: { readonly said: string | null; readonly starting: boolean }) {
  const connection = useWorkspace(state => state.connection)
  const work = useWorkspace(state => state.work)
  const profiles = useWorkspace(state => state.profiles)
  const profileId = useWorkspace(state => state.profileId)
  const notice = useWorkspace(state => state.notice)
  const trouble = said ?? notice?.text ?? null
  const words = statusWords({ connection, work, profiles, profileId })
  const { text, tone, busy } = starting && !words.busy ? { text: 'Starting…', tone: 'quiet' as const, busy: true } : words
  return (
    <div className="flex min-h-[33px] shrink-0 items-center gap-2.5 border-line border-t px-3 py-1.5 text-[13px] leading-5">
      {trouble === null ? (
        <>
          <span className={`size-2 shrink-0 rounded-full ${DOTS[busy ? 'busy' : tone]}`} aria-hidden="true" />
          <p role="status" className="min-w-0 truncate">
            {text}
          </p>
        </>
      ) : (
        <p role="alert" className="wrap-anywhere">
          {trouble}
        </p>
      )}
    </div>
  )
}
