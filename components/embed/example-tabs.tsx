'use client'

import { CirclePlay } from 'lucide-react'
import { type KeyboardEvent, useEffect, useRef } from 'react'

/** What shows the file of the active tab has this id. */
export const FILE_PANEL = 'example-file'

type Props = {
  /** The main file's comes first; it may be empty. */
  readonly names: readonly string[]
  readonly mainLabel: string
  readonly active: string
  readonly onSelect: (name: string) => void
}

/** The files of an example. The arrows, Home and End change between them. */
export function ExampleTabs({ names, mainLabel, active, onSelect }: Props) {
  const list = useRef<HTMLDivElement>(null)
  const at = names.indexOf(active)

  // By hand: what brings an element into view would move the page around the frame, too.
  useEffect(() => {
    const tab = list.current?.querySelectorAll<HTMLElement>('[role=tab]')[at]
    if (!list.current || !tab) return
    const { scrollLeft, clientWidth } = list.current
    const end = tab.offsetLeft + tab.offsetWidth
    if (tab.offsetLeft < scrollLeft) list.current.scrollLeft = tab.offsetLeft
    else if (end > scrollLeft + clientWidth) list.current.scrollLeft = end - clientWidth
  }, [at])

  const onKeyDown = (event: KeyboardEvent): void => {
    const to = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: -1 }[event.key]
    const name = to === undefined ? undefined : names.at(to % names.length)
    if (name === undefined || event.ctrlKey || event.altKey || event.metaKey) return
    event.preventDefault()
    onSelect(name)
    list.current?.querySelectorAll<HTMLElement>('[role=tab]')[names.indexOf(name)]?.focus({ preventScroll: true })
  }

  return (
    <div
      ref={list}
      role="tablist"
      aria-label="Files"
      onKeyDown={onKeyDown}
      className="relative flex h-[41px] shrink-0 overflow-x-auto border-line border-b px-1 [scrollbar-width:none]"
    >
      {names.map((name, index) => {
        const label = index === 0 ? mainLabel : name
        const selected = name === active
        return (
          <button
            key={name}
            type="button"
            role="tab"
            aria-label={index === 0 ? `${label}, main file` : label}
            aria-selected={selected}
            aria-controls={FILE_PANEL}
            tabIndex={selected ? 0 : -1}
            title={label}
            onClick={() => onSelect(name)}
            className={`relative flex max-w-48 items-center gap-1.5 px-2.5 text-xs -outline-offset-2 transition-colors hover:text-text ${index === 0 ? 'shrink-0' : 'min-w-20'} ${selected ? 'font-medium text-text' : 'text-muted'}`}
          >
            {index === 0 && <CirclePlay className="size-3.5 shrink-0 text-accent" aria-hidden="true" />}
            <bdi className="grow truncate">{label}</bdi>
            {selected && <span className="absolute inset-x-2 bottom-0 h-0.5 rounded-full bg-accent" aria-hidden="true" />}
          </button>
        )
      })}
    </div>
  )
}
