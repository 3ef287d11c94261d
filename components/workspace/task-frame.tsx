'use client'

import { type KeyboardEvent, type PointerEvent, type ReactNode, useEffect, useRef, useState } from 'react'
import { savedTaskShare, saveTaskShare } from './saved.ts'
import type { Assignment } from './task.ts'

/** How much of the width a task may take, in percent. */
const SHARE = { least: 22, most: 65, usual: 38, step: 2 }

type Props = {
  readonly assignment: Assignment | null
  readonly narrow: boolean
  readonly children: ReactNode
}

/** A task beside the editor and the terminal. In a narrow window one of them is shown. All is where it is from the first: what somebody has opened or read to stays. */
export function TaskFrame({ assignment, narrow, children }: Props) {
  const [share, setShare] = useState(SHARE.usual)
  const frame = useRef<HTMLDivElement>(null)
  useEffect(() => setShare(within(savedTaskShare() ?? SHARE.usual)), [])
  if (!assignment) return <main className="min-h-0 grow">{children}</main>

  const { panel, switcher, covers } = assignment
  const change = (percent: number): void => {
    const kept = within(percent)
    setShare(kept)
    saveTaskShare(kept)
  }
  const onKeyDown = (event: KeyboardEvent): void => {
    const to = { ArrowLeft: share - SHARE.step, ArrowRight: share + SHARE.step, Home: SHARE.least, End: SHARE.most }[event.key]
    if (to === undefined) return
    event.preventDefault()
    change(to)
  }
  const onPointerMove = (event: PointerEvent): void => {
    const box = frame.current?.getBoundingClientRect()
    if (box && event.currentTarget.hasPointerCapture(event.pointerId)) change(((event.clientX - box.left) / box.width) * 100)
  }
  return (
    <>
      {switcher}
      <div ref={frame} className="relative flex min-h-0 grow">
        <main
          style={narrow ? undefined : { flexBasis: `${share}%` }}
          className={`min-h-0 min-w-0 max-md:absolute max-md:inset-0 max-md:z-20 md:shrink-0 ${narrow && !covers ? 'invisible' : ''}`}
        >
          {panel}
        </main>
        {/* biome-ignore lint/a11y/useSemanticElements: a rule has no value that keys change */}
        <div
          role="separator"
          tabIndex={0}
          aria-label="Size of the task"
          aria-orientation="vertical"
          aria-valuenow={Math.round(share)}
          aria-valuemin={SHARE.least}
          aria-valuemax={SHARE.most}
          onKeyDown={onKeyDown}
          onPointerDown={event => event.currentTarget.setPointerCapture(event.pointerId)}
          onPointerMove={onPointerMove}
          className="relative w-px shrink-0 cursor-col-resize touch-none bg-line transition-colors before:absolute before:-inset-x-1.5 before:inset-y-0 before:z-10 before:content-[''] hover:bg-accent focus-visible:bg-accent max-md:hidden"
        />
        <section aria-label="Workspace" className={`min-h-0 min-w-0 grow ${narrow && covers ? 'invisible' : ''}`}>
          {children}
        </section>
      </div>
    </>
  )
}

function within(percent: number): number {
  return Math.max(SHARE.least, Math.min(SHARE.most, percent))
}
