'use client'

import { CircleHelp, Columns2, GraduationCap, Play, Rows2, Share2, Square } from 'lucide-react'
import { type ReactNode, useId } from 'react'
import type { ProfileInfo } from '../../server/protocol/profile-info.ts'
import { IconButton } from '../ui/icon-button.tsx'
import { Mark } from '../ui/mark.tsx'
import { ThemeSwitch } from '../ui/theme-switch.tsx'
import { LanguageMenu } from './language-menu.tsx'
import { notReadyWords } from './language-words.ts'
import { RunSettings } from './run-settings.tsx'
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
  readonly onShare: () => void
  /** Of a task: what stands in the place of the page's name, and what follows Stop. */
  readonly task: { readonly head: ReactNode; readonly tools: ReactNode } | null
}

const button =
  'inline-flex h-9 max-sm:h-10 shrink-0 items-center gap-2 rounded-lg px-3.5 font-semibold transition-colors max-sm:px-3 disabled:cursor-default'

/** The page's head: what this is, the language, Run with its settings, and Stop. */
export function Toolbar({ profiles, profile, live, side, onChoose, onRun, onStop, onSide, onShare, task }: Props) {
  const whyId = useId()
  const why = profile && notReadyWords(profile)
  return (
    <header className="flex h-14 shrink-0 items-center gap-2 border-line border-b bg-panel px-4 max-sm:gap-1.5 max-sm:px-2">
      {task ? (
        task.head
      ) : (
        <h1 className="mr-3 flex items-center gap-2.5 font-semibold text-[17px] tracking-tight max-sm:mr-0 max-[420px]:sr-only">
          <Mark />
          <span className="max-sm:sr-only">Glovebox</span>
        </h1>
      )}

      {/* Where there is one language to a task, the task says which. */}
      {(!task || profiles.length > 1) && <LanguageMenu profiles={profiles} profile={profile} disabled={live} onChoose={onChoose} />}

      <button
        type="button"
        onClick={onRun}
        disabled={live || !profile?.ready}
        aria-label="Run"
        title={why ?? 'Run (Ctrl+Enter)'}
        aria-describedby={why ? whyId : undefined}
        className={`${button} bg-accent text-on-accent hover:bg-accent-strong disabled:bg-accent-soft disabled:text-muted`}
      >
        <Play className="size-4 fill-current" aria-hidden="true" />
        Run
        <span className="font-normal text-xs opacity-85 max-lg:hidden" aria-hidden="true">
          Ctrl ↵
        </span>
      </button>
      {why && (
        <span id={whyId} className="sr-only">
          {why}
        </span>
      )}
      <RunSettings disabled={!profile} />
      <button
        type="button"
        onClick={onStop}
        disabled={!live}
        aria-label="Stop"
        title="Stop the program"
        className={`${button} border border-line bg-raised text-text hover:border-danger hover:bg-danger-soft hover:text-danger disabled:border-transparent disabled:bg-transparent disabled:text-muted`}
      >
        <Square className="size-3.5 fill-current" aria-hidden="true" />
        <span className="max-[480px]:sr-only">Stop</span>
      </button>

      {task?.tools}

      <span className="grow" />
      {!task && (
        <button
          type="button"
          onClick={onShare}
          disabled={!profile}
          aria-haspopup="dialog"
          title="Share what is here"
          className="inline-flex h-9 shrink-0 items-center gap-2 rounded-lg px-3 font-medium text-muted transition-colors hover:bg-accent-soft hover:text-text disabled:opacity-60 max-sm:size-10 max-sm:justify-center max-sm:px-0"
        >
          <Share2 className="size-4.5" aria-hidden="true" />
          <span className="max-md:sr-only">Share</span>
        </button>
      )}
      <IconButton
        label={side === 'right' ? 'Put the terminal below' : 'Put the terminal to the right'}
        onClick={() => onSide(side === 'right' ? 'below' : 'right')}
        className="max-md:hidden"
      >
        {side === 'right' ? <Rows2 className="size-4.5" aria-hidden="true" /> : <Columns2 className="size-4.5" aria-hidden="true" />}
      </IconButton>
      {!task && (
        <a
          href="/exercises"
          title="Exercises"
          className="inline-flex h-9 shrink-0 items-center gap-2 rounded-lg px-3 font-medium text-muted transition-colors hover:bg-accent-soft hover:text-text max-sm:size-10 max-sm:justify-center max-sm:px-0"
        >
          <GraduationCap className="size-4.5" aria-hidden="true" />
          <span className="max-lg:sr-only">Exercises</span>
        </a>
      )}
      <a
        href="/docs"
        target="_blank"
        aria-label="Documentation"
        title="Documentation"
        className="inline-grid size-9 shrink-0 place-items-center rounded-lg text-muted transition-colors hover:bg-accent-soft hover:text-text max-md:hidden"
        rel="noopener"
      >
        <CircleHelp className="size-4.5" aria-hidden="true" />
      </a>
      <ThemeSwitch />
    </header>
  )
}
