'use client'

import { ChevronDown, ChevronUp, X } from 'lucide-react'
import { IconButton } from '../ui/icon-button.tsx'
import type { ProblemKeeper } from './problem-keeper.ts'
import { problemStore, useProblems } from './problem-store.ts'
import { SeverityIcon } from './severity-icon.tsx'

/** The problem that was gone to last, below the editor, in whole. */
export function ProblemStrip({ keeper }: { readonly keeper: ProblemKeeper }) {
  const current = useProblems(state => state.current)
  const problems = useProblems(state => state.problems)
  return (
    <div aria-live="polite" className="shrink-0">
      {current && (
        <div className="flex min-h-9 items-center gap-2 border-line border-t bg-ground pr-1.5 pl-3 text-[13px]">
          <SeverityIcon severity={current.severity} />
          <p className="wrap-anywhere line-clamp-3 min-w-0 grow py-1">
            <span className="text-muted">Line {current.line}: </span>
            {current.message || 'named in the output'}
          </p>
          {problems.length > 1 && (
            <>
              <span className="shrink-0 text-muted text-xs tabular-nums">
                {problems.indexOf(current) + 1} / {problems.length}
              </span>
              <IconButton label="Problem before" hint="Problem before (Shift+F8)" onClick={() => keeper.step(-1)} small>
                <ChevronUp className="size-4" aria-hidden="true" />
              </IconButton>
              <IconButton label="Next problem" hint="Next problem (F8)" onClick={() => keeper.step(1)} small>
                <ChevronDown className="size-4" aria-hidden="true" />
              </IconButton>
            </>
          )}
          <IconButton label="Close the problem" onClick={() => problemStore.setState({ current: null })} small>
            <X className="size-4" aria-hidden="true" />
          </IconButton>
        </div>
      )}
    </div>
  )
}
