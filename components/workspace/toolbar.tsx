'use client'

import { ChevronDown, Columns2, Play, Rows2, Square } from 'lucide-react'
import type { ProfileInfo } from '../../server/protocol/profile-info.ts'
import { IconButton } from '../ui/icon-button.tsx'
import { Mark } from '../ui/mark.tsx'
import { ThemeSwitch } from '../ui/theme-switch.tsx'
import type { Side } from './saved.ts'

type Props = {
  readonly profiles: readonly ProfileInfo[]
  readonly profile: ProfileInfo | null
  readonly live: boolean
  readonly side: Side
  readonly onChoose: (profileId: string) => void
  readonly onRun: () => void
  readonly onStop: () => void
  readonly onSide: (side: Side) => void
}

const button =
  'inline-flex h-9 max-sm:h-10 shrink-0 items-center gap-2 rounded-lg px-3.5 font-semibold transition-colors max-sm:px-3 disabled:cursor-default'

/** The page's head: what this is, the language, Run and Stop. */
export function Toolbar({ profiles, profile, live, side, onChoose, onRun, onStop, onSide }: Props) {
  return (
    <header className="flex h-14 shrink-0 items-center gap-2 border-line border-b bg-panel px-4 max-sm:gap-1.5 max-sm:px-3">
      <h1 className="mr-3 flex items-center gap-2.5 font-semibold text-[17px] tracking-tight max-sm:mr-1">
        <Mark />
        <span className="max-sm:sr-only">Glovebox</span>
      </h1>

      <LanguageSelect profiles={profiles} profile={profile} disabled={live} onChoose={onChoose} />

      <button
        type="button"
        onClick={onRun}
        disabled={live || !profile?.ready}
        aria-label="Run"
        title="Run (Ctrl+Enter)"
        className={`${button} bg-accent text-on-accent hover:bg-accent-strong disabled:bg-accent-soft disabled:text-muted`}
      >
        <Play className="size-4 fill-current" aria-hidden="true" />
        Run
        <span className="font-normal text-xs opacity-85 max-lg:hidden" aria-hidden="true">
          Ctrl ↵
        </span>
      </button>
      <button
        type="button"
        onClick={onStop}
        disabled={!live}
        aria-label="Stop"
        title="Stop the program"
        className={`${button} border border-line bg-raised text-text hover:border-danger hover:bg-danger-soft hover:text-danger disabled:border-transparent disabled:bg-transparent disabled:text-muted`}
      >
        <Square className="size-3.5 fill-current" aria-hidden="true" />
        <span className="max-[430px]:sr-only">Stop</span>
      </button>

      <span className="grow" />
      <IconButton
        label={side === 'right' ? 'Put the terminal below' : 'Put the terminal to the right'}
        onClick={() => onSide(side === 'right' ? 'below' : 'right')}
        className="max-md:hidden"
      >
        {side === 'right' ? <Rows2 className="size-4.5" aria-hidden="true" /> : <Columns2 className="size-4.5" aria-hidden="true" />}
      </IconButton>
      <ThemeSwitch />
    </header>
  )
}

type LanguageProps = Pick<Props, 'profiles' | 'profile' | 'onChoose'> & { readonly disabled: boolean }

function LanguageSelect({ profiles, profile, disabled, onChoose }: LanguageProps) {
  return (
    <div className="relative min-w-0">
      <select
        aria-label="Language"
        value={profile?.id ?? ''}
        disabled={disabled || profiles.length === 0}
        onChange={event => onChoose(event.target.value)}
        className="h-9 w-38 appearance-none truncate rounded-lg border border-line bg-raised pr-8 pl-3 font-medium transition-colors hover:border-muted disabled:text-muted disabled:opacity-100 disabled:hover:border-line max-sm:h-10"
      >
        {profiles.length === 0 && <option value="">Loading…</option>}
        {profiles.map(({ id, title, version, ready }) => (
          <option key={id} value={id} disabled={!ready}>
            {ready ? `${title}${version ? ` ${version}` : ''}` : `${title} (being built…)`}
          </option>
        ))}
      </select>
      <ChevronDown className="pointer-events-none absolute top-1/2 right-2.5 size-4 -translate-y-1/2 text-muted" aria-hidden="true" />
    </div>
  )
}
