'use client'

import { CircleAlert, CircleCheck, LoaderCircle } from 'lucide-react'
import { chosenProfile, useWorkspace } from './store.ts'

/** What the last check came to, as long as the files are those that were checked. */
export function CheckStatus() {
  const profile = useWorkspace(chosenProfile)
  const checking = useWorkspace(state => state.checking)
  const checked = useWorkspace(state => state.checked)
  const current = useWorkspace(state => state.checked?.sources.files === state.sources?.files && state.checked?.profile === state.sourcesOf)
  if (checking)
    return (
      <span className={look}>
        <LoaderCircle className="size-3.5 animate-spin" aria-hidden="true" />
        {profile?.compiles ? 'Compiling ahead' : 'Looking for problems'}
      </span>
    )
  if (!checked || !current) return null
  if (checked.ok)
    return (
      <span className={look}>
        <CircleCheck className="size-3.5 text-accent" aria-hidden="true" />
        {profile?.compiles ? 'Compiled' : 'No problems'}
      </span>
    )
  return (
    <span className={look}>
      <CircleAlert className="size-3.5 text-danger" aria-hidden="true" />
      {profile?.compiles ? 'Does not compile' : 'Problems found'}
    </span>
  )
}

const look = 'inline-flex shrink-0 items-center gap-1.5 text-muted max-sm:hidden'
