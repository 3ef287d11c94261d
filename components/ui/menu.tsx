'use client'

import type { LucideIcon } from 'lucide-react'
import { type KeyboardEvent, useRef } from 'react'
import { firstFocus, moveFocus } from './move-focus.ts'
import { type Popover, panelLook } from './use-popover.ts'

export type MenuItem = {
  readonly label: string
  readonly icon: LucideIcon
  readonly keys?: string
  readonly danger?: boolean
  readonly run: () => void
}

/** A menu of actions. The arrows, Home and End go through it. */
export function Menu({
  popover,
  label,
  items,
}: {
  readonly popover: Popover
  readonly label: string
  readonly items: readonly MenuItem[]
}) {
  const list = useRef<HTMLDivElement>(null)

  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key === 'Tab') popover.hide()
    moveFocus(event, [...(list.current?.querySelectorAll<HTMLElement>('[role=menuitem]') ?? [])])
  }

  return (
    <div {...popover.panelProps} className={panelLook}>
      <div ref={list} role="menu" tabIndex={-1} aria-label={label} onKeyDown={onKeyDown} className="p-1">
        {items.map(({ label: text, icon: Icon, keys, danger, run }, index) => (
          <button
            key={text}
            ref={index === 0 ? firstFocus : null}
            type="button"
            role="menuitem"
            tabIndex={-1}
            onClick={() => {
              popover.hide()
              run()
            }}
            className={`flex h-8 w-full items-center gap-2.5 rounded-md px-2.5 text-left text-[13px] -outline-offset-2 transition-colors max-sm:h-11 ${danger ? 'text-danger hover:bg-danger-soft' : 'hover:bg-accent-soft'}`}
          >
            <Icon className="size-4 shrink-0 opacity-80" aria-hidden="true" />
            <span className="grow">{text}</span>
            {keys && (
              <span className="text-muted text-xs" aria-hidden="true">
                {keys}
              </span>
            )}
          </button>
        ))}
      </div>
    </div>
  )
}
