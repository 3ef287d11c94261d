'use client'

import { CirclePlay, X } from 'lucide-react'
import { type KeyboardEvent, useEffect, useRef } from 'react'
import { useShallow } from 'zustand/react/shallow'
import type { FileActions } from './file-actions.ts'
import { closeFile, openFile } from './sources.ts'
import { useWorkspace } from './store.ts'

/** What shows the file of the active tab has this id. */
export const FILE_PANEL = 'file-panel'

/** The open files. The arrows, Home and End change between them, Delete closes one. */
export function FileTabs({ files }: { readonly files: FileActions }) {
  const tabs = useWorkspace(useShallow(state => state.sources?.tabs ?? []))
  const active = useWorkspace(state => state.sources?.active ?? null)
  const main = useWorkspace(state => state.sources?.main ?? null)
  const several = useWorkspace(state => (state.sources?.files.length ?? 0) > 1)
  const list = useRef<HTMLDivElement>(null)

  const tab = (name: string): HTMLElement | null | undefined =>
    list.current?.querySelector<HTMLElement>(`[data-name="${CSS.escape(name)}"]`)

  useEffect(() => {
    if (active === null) return
    list.current?.querySelector(`[data-name="${CSS.escape(active)}"]`)?.scrollIntoView({ block: 'nearest', inline: 'nearest' })
  }, [active])

  const close = (name: string): void => files.change(sources => closeFile(sources, name))
  const onKeyDown = (event: KeyboardEvent): void => {
    const at = tabs.indexOf(active ?? '')
    if (event.key === 'Delete' && active !== null && tabs.length > 1) {
      event.preventDefault()
      close(active)
      // The tab that is shown now has the focus.
      return void requestAnimationFrame(() => list.current?.querySelector<HTMLElement>('[aria-selected=true]')?.focus())
    }
    const to = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: -1 }[event.key]
    const name = to === undefined ? undefined : tabs.at(to % tabs.length)
    if (name === undefined) return
    event.preventDefault()
    files.change(sources => openFile(sources, name))
    tab(name)?.focus()
  }

  return (
    <div
      ref={list}
      role="tablist"
      aria-label="Open files"
      onKeyDown={onKeyDown}
      className="flex h-full min-w-0 overflow-x-auto [scrollbar-width:none]"
    >
      {tabs.map(name => (
        <div key={name} role="presentation" className="group relative flex shrink-0 items-center">
          <button
            type="button"
            role="tab"
            data-name={name}
            aria-label={`${name.slice(name.lastIndexOf('/') + 1)}${several && name === main ? ', main file' : ''}`}
            aria-selected={name === active}
            aria-controls={FILE_PANEL}
            tabIndex={name === active ? 0 : -1}
            title={tabs.length > 1 ? `${name} (Delete closes the tab)` : name}
            onClick={() => files.change(sources => openFile(sources, name))}
            onAuxClick={event => {
              if (event.button === 1 && tabs.length > 1) close(name)
            }}
            className={`flex h-full max-w-48 items-center gap-1.5 pl-3 text-xs -outline-offset-2 transition-colors hover:text-text ${tabs.length > 1 ? 'pr-7' : 'pr-3'} ${name === active ? 'pane-name font-medium' : 'text-muted'}`}
          >
            {several && name === main && <CirclePlay className="size-3.5 shrink-0 text-accent" aria-hidden="true" />}
            <span className="truncate">{name.slice(name.lastIndexOf('/') + 1)}</span>
          </button>
          {tabs.length > 1 && (
            // For the pointer: a tab has no room for a control of its own, so the keyboard closes it by Delete.
            <button
              type="button"
              aria-hidden="true"
              tabIndex={-1}
              title={`Close ${name}`}
              onClick={() => close(name)}
              className="absolute right-1 inline-grid size-5 place-items-center rounded text-muted opacity-60 hover:bg-accent-soft hover:text-text hover:opacity-100"
            >
              <X className="size-3.5" aria-hidden="true" />
            </button>
          )}
          {tabs.length > 1 && name === active && <span className="absolute inset-x-2 bottom-0 h-0.5 rounded-full bg-accent" />}
        </div>
      ))}
    </div>
  )
}
