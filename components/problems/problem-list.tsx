'use client'

import { type KeyboardEvent, useEffect, useRef } from 'react'
import { firstFocus, moveFocus } from '../ui/move-focus.ts'
import { panelLook, usePopover } from '../ui/use-popover.ts'
import type { ProblemKeeper } from './problem-keeper.ts'
import { useProblems } from './problem-store.ts'
import { problemWords } from './problems.ts'
import { SeverityIcon } from './severity-icon.tsx'

/** How many problems there are, and the list of them. F8 goes through them without it. */
export function ProblemList({ keeper }: { readonly keeper: ProblemKeeper }) {
  const problems = useProblems(state => state.problems)
  const popover = usePopover(420)
  const list = useRef<HTMLUListElement>(null)
  const worst = problems.some(({ severity }) => severity === 'error')
    ? 'error'
    : problems.some(({ severity }) => severity === 'warning')
      ? 'warning'
      : 'info'

  useEffect(() => {
    if (problems.length === 0) popover.hide()
  }, [problems.length, popover.hide])

  const onKeyDown = (event: KeyboardEvent): void => moveFocus(event, [...(list.current?.querySelectorAll('button') ?? [])])

  return (
    <>
      {problems.length > 0 && (
        <button
          type="button"
          ref={element => {
            popover.anchor.current = element
          }}
          {...popover.buttonProps}
          title="Problems (F8 goes to the next one)"
          className="inline-flex h-7 shrink-0 items-center gap-1.5 rounded-md px-2 text-muted transition-colors hover:bg-accent-soft hover:text-text max-sm:h-9"
        >
          <SeverityIcon severity={worst} />
          <span className="max-sm:sr-only">{problemWords(problems)}</span>
          <span className="sm:hidden" aria-hidden="true">
            {problems.length}
          </span>
        </button>
      )}
      <div {...popover.panelProps} className={panelLook}>
        <ul ref={list} aria-label="Problems" onKeyDown={onKeyDown} className="p-1">
          {problems.map((problem, index) => (
            <li key={JSON.stringify([problem.file, problem.line, problem.column, problem.message])}>
              <button
                type="button"
                ref={index === 0 ? firstFocus : null}
                onClick={() => {
                  popover.hide()
                  keeper.go(problem)
                }}
                className="flex w-full items-start gap-2 rounded-md px-2.5 py-1.5 text-left text-[13px] -outline-offset-2 transition-colors hover:bg-accent-soft max-sm:min-h-11"
              >
                <SeverityIcon severity={problem.severity} />
                <span className="wrap-anywhere line-clamp-3 min-w-0 grow">{problem.message || 'Named in the output'}</span>
                <span className="shrink-0 text-muted text-xs tabular-nums">
                  {problem.file.slice(problem.file.lastIndexOf('/') + 1)}:{problem.line}
                </span>
              </button>
            </li>
          ))}
        </ul>
      </div>
    </>
  )
}
