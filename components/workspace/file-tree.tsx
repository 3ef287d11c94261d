'use client'

import { ChevronRight, Ellipsis, Folder, FolderOpen } from 'lucide-react'
import { type KeyboardEvent, type ReactNode, useMemo, useRef, useState } from 'react'
import { type TreeRow, treeRows } from './tree-rows.ts'

type Props = {
  readonly label: string
  readonly names: readonly string[]
  readonly selected: string | null
  readonly icon: (name: string) => ReactNode
  /** A few words behind a file's name, such as its size. */
  readonly note?: (name: string) => string | null
  /** What screen readers are told of a file beside that. */
  readonly words?: (name: string) => string | null
  /** A field in the place of a row. */
  readonly field?: { readonly name: string; readonly content: ReactNode } | null
  readonly onOpen: (name: string) => void
  readonly onRename?: (name: string) => void
  readonly onRemove: (name: string) => void
  readonly onMenu: (name: string, at: HTMLElement) => void
}

const INDENT_PX = 14

/** Files as a tree: the arrows go through it, Enter opens, F2 renames, Delete removes, the menu key shows what else there is. */
export function FileTree({ label, names, selected, icon, note, words, field, onOpen, onRename, onRemove, onMenu }: Props) {
  const [closed, setClosed] = useState<ReadonlySet<string>>(new Set())
  const [focused, setFocused] = useState<string | null>(null)
  const tree = useRef<HTMLDivElement>(null)
  const rows = useMemo(() => treeRows(names, closed), [names, closed])
  const reached = rows.find(row => row.name === focused) ?? rows.find(row => row.name === selected) ?? rows[0]

  const fold = (name: string, shut: boolean): void => {
    setClosed(now => {
      const next = new Set(now)
      if (shut) next.add(name)
      else next.delete(name)
      return next
    })
  }
  const focus = (row: TreeRow | undefined): void => {
    if (!row) return
    setFocused(row.name)
    tree.current?.querySelector<HTMLElement>(`[data-name="${CSS.escape(row.name)}"]`)?.focus()
  }
  const activate = (row: TreeRow): void => (row.kind === 'folder' ? fold(row.name, row.expanded) : onOpen(row.name))

  const onKeyDown = (event: KeyboardEvent): void => {
    const at = rows.findIndex(row => row.name === reached?.name)
    const row = rows[at]
    if (!row || !(event.target as HTMLElement).matches('[role=treeitem]') || event.ctrlKey || event.metaKey || event.altKey) return
    const act = keyAction(event.key)
    if (!act) return
    event.preventDefault()
    act()

    function keyAction(key: string): (() => void) | null {
      if (!row) return null
      const file = row.kind === 'file'
      switch (key) {
        case 'ArrowDown':
          return () => focus(rows[at + 1])
        case 'ArrowUp':
          return () => focus(rows[at - 1])
        case 'Home':
          return () => focus(rows[0])
        case 'End':
          return () => focus(rows.at(-1))
        case 'ArrowRight':
          return () => (file || row.expanded ? focus(file ? undefined : rows[at + 1]) : fold(row.name, false))
        case 'ArrowLeft':
          return () =>
            !file && row.expanded
              ? fold(row.name, true)
              : focus(rows.find(({ name }) => row.name.startsWith(`${name}/`) && name === parentOf(row.name)))
        case 'Enter':
        case ' ':
          return () => activate(row)
        case 'F2':
          return file && onRename ? () => onRename(row.name) : null
        case 'Delete':
          return file ? () => onRemove(row.name) : null
        default: {
          if (key.length !== 1) return null
          const from = [...rows.slice(at + 1), ...rows.slice(0, at + 1)]
          return () => focus(from.find(each => each.label.toLowerCase().startsWith(key.toLowerCase())))
        }
      }
    }
  }

  if (rows.length === 0) return null
  return (
    <div ref={tree} role="tree" aria-label={label} onKeyDown={onKeyDown} className="flex flex-col">
      {rows.map(row => (
        <div
          key={row.name}
          data-name={row.name}
          role="treeitem"
          aria-level={row.level}
          aria-selected={row.name === selected}
          aria-label={[row.label, ...(row.kind === 'file' ? [words?.(row.name), note?.(row.name)] : [])].filter(Boolean).join(', ')}
          {...(row.kind === 'folder' ? { 'aria-expanded': row.expanded } : {})}
          tabIndex={row.name === reached?.name ? 0 : -1}
          title={row.name}
          onFocus={() => setFocused(row.name)}
          onClick={event => (event.target as HTMLElement).closest('button, input') || activate(row)}
          onKeyDown={() => {}}
          onContextMenu={event => {
            if (row.kind === 'folder' || field?.name === row.name) return
            event.preventDefault()
            onMenu(row.name, event.currentTarget)
          }}
          style={{ paddingLeft: 8 + (row.level - 1) * INDENT_PX }}
          className="group flex min-h-8 cursor-pointer items-center gap-1.5 rounded-md pr-1 text-[13px] text-muted -outline-offset-2 transition-colors hover:bg-accent-soft hover:text-text aria-selected:bg-accent-soft aria-selected:text-text max-sm:min-h-11"
        >
          {row.kind === 'folder' ? (
            <>
              <ChevronRight
                className={`-ml-0.5 size-3.5 shrink-0 transition-transform ${row.expanded ? 'rotate-90' : ''}`}
                aria-hidden="true"
              />
              {row.expanded ? (
                <FolderOpen className="size-4 shrink-0" aria-hidden="true" />
              ) : (
                <Folder className="size-4 shrink-0" aria-hidden="true" />
              )}
              <span className="truncate">{row.label}</span>
            </>
          ) : field?.name === row.name ? (
            field.content
          ) : (
            <>
              {icon(row.name)}
              <span className="min-w-0 grow truncate">{row.label}</span>
              {note?.(row.name) && <span className="shrink-0 text-xs tabular-nums">{note(row.name)}</span>}
              <button
                type="button"
                tabIndex={-1}
                aria-label={`Actions for ${row.name}`}
                aria-haspopup="menu"
                onClick={event => onMenu(row.name, event.currentTarget)}
                className="inline-grid size-6 shrink-0 place-items-center rounded-md opacity-0 hover:bg-panel focus:opacity-100 group-focus-within:opacity-100 group-hover:opacity-100 group-aria-selected:opacity-100 max-sm:size-10 pointer-coarse:opacity-100"
              >
                <Ellipsis className="size-4" aria-hidden="true" />
              </button>
            </>
          )}
        </div>
      ))}
    </div>
  )
}

function parentOf(name: string): string {
  return name.slice(0, Math.max(0, name.lastIndexOf('/')))
}
