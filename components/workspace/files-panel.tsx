'use client'

import { CirclePlay, Download, Eye, FileDigit, FilePlus2, FileText, FolderDown, Pencil, Trash2, Upload } from 'lucide-react'
import { useMemo, useRef, useState } from 'react'
import { useShallow } from 'zustand/react/shallow'
import { IconButton } from '../ui/icon-button.tsx'
import { Menu, type MenuItem } from '../ui/menu.tsx'
import { usePopover } from '../ui/use-popover.ts'
import { viewKind } from '../viewer/viewable.ts'
import type { BoxActions } from './box-actions.ts'
import { sizeWords } from './bytes.ts'
import type { FileActions } from './file-actions.ts'
import { FileTree } from './file-tree.tsx'
import { NameField } from './name-field.tsx'
import { fileBytes, isBinary, nameFault, openFile } from './sources.ts'
import { useWorkspace, workspaceStore, writtenFiles } from './store.ts'

type Props = {
  readonly files: FileActions
  readonly box: BoxActions | null
  /** A file is being named. */
  readonly adding: boolean
  readonly onAdding: (adding: boolean) => void
}

const heading = 'truncate px-2 pt-3 pb-1 font-medium text-muted text-xs'

/** The files of the page, and those that programs have written. */
export function FilesPanel({ files, box, adding, onAdding }: Props) {
  const names = useWorkspace(useShallow(state => state.sources?.files.map(file => file.name) ?? []))
  const binary = useWorkspace(useShallow(state => state.sources?.files.filter(isBinary) ?? []))
  const main = useWorkspace(state => state.sources?.main ?? null)
  const active = useWorkspace(state => state.sources?.active ?? null)
  const written = useWorkspace(useShallow(writtenFiles))
  const truncated = useWorkspace(state => state.box?.truncated ?? false)
  const [renaming, setRenaming] = useState<string | null>(null)
  const [menuFor, setMenuFor] = useState<string | null>(null)
  const popover = usePopover(210)
  const input = useRef<HTMLInputElement>(null)
  const writtenNames = useMemo(() => written.map(file => file.name), [written])

  const binaryNamed = (name: string) => binary.find(file => file.name === name)
  const openMenu = (name: string, at: HTMLElement): void => {
    popover.anchor.current = at
    setMenuFor(name)
    popover.show()
  }
  const isWritten = menuFor !== null && writtenNames.includes(menuFor)
  const items = menuFor === null ? [] : isWritten ? writtenItems(menuFor) : fileItems(menuFor)

  function fileItems(name: string): MenuItem[] {
    const download: MenuItem = { label: 'Download', icon: Download, run: () => files.download(name) }
    const makeMain: MenuItem = { label: 'Make it the main file', icon: CirclePlay, run: () => files.makeMain(name) }
    return [
      ...viewItem(name),
      { label: 'Rename', icon: Pencil, keys: 'F2', run: () => setRenaming(name) },
      ...(name === main || binaryNamed(name) ? [] : [makeMain]),
      download,
      ...(names.length === 1 ? [] : [{ label: 'Delete', icon: Trash2, keys: 'Del', danger: true, run: () => files.remove(name) }]),
    ]
  }
  function viewItem(name: string): MenuItem[] {
    return viewKind(name) ? [{ label: 'View', icon: Eye, run: () => void box?.view(name) }] : []
  }
  function writtenItems(name: string): MenuItem[] {
    return [
      ...viewItem(name),
      { label: 'Open in the editor', icon: FileText, run: () => void box?.open(name) },
      { label: 'Download', icon: Download, run: () => void box?.download(name) },
      { label: 'Delete', icon: Trash2, keys: 'Del', danger: true, run: () => box?.remove(name) },
    ]
  }

  const fault = (name: string, except?: string): string | null => {
    const { sources } = workspaceStore.getState()
    return sources ? nameFault(sources, name, except) : null
  }

  return (
    <div className="flex h-full min-h-0 flex-col bg-ground">
      <div className="flex h-9 shrink-0 items-center justify-between pr-1.5 pl-3.5 max-sm:h-10">
        <h3 className="font-medium text-muted text-xs">Files</h3>
        <div className="flex">
          <IconButton label="New file" onClick={() => onAdding(true)} small>
            <FilePlus2 className="size-4" aria-hidden="true" />
          </IconButton>
          <IconButton label="Upload files" onClick={() => input.current?.click()} small>
            <Upload className="size-4" aria-hidden="true" />
          </IconButton>
          <IconButton label="Download all files" onClick={() => void box?.downloadAll()} small>
            <FolderDown className="size-4" aria-hidden="true" />
          </IconButton>
        </div>
        <input
          ref={input}
          type="file"
          multiple
          hidden
          aria-label="Files to upload"
          onChange={event => {
            void files.upload([...(event.target.files ?? [])])
            event.target.value = ''
          }}
        />
      </div>
      <div className="min-h-0 grow overflow-y-auto px-1.5 pb-2">
        {adding && (
          <div className="flex items-center gap-1.5 py-0.5 pl-2">
            <FileText className="size-4 shrink-0 text-muted" aria-hidden="true" />
            <NameField
              label="Name of the new file"
              start=""
              fault={fault}
              onDone={name => {
                onAdding(false)
                if (name !== null) files.create(name)
              }}
            />
          </div>
        )}
        <FileTree
          label="Files"
          names={names}
          selected={active}
          icon={name =>
            name === main ? (
              <CirclePlay className="size-4 shrink-0 text-accent" aria-hidden="true" />
            ) : binaryNamed(name) ? (
              <FileDigit className="size-4 shrink-0" aria-hidden="true" />
            ) : (
              <FileText className="size-4 shrink-0" aria-hidden="true" />
            )
          }
          note={name => {
            const file = binaryNamed(name)
            return file ? sizeWords(fileBytes(file)) : null
          }}
          words={name => (name === main ? 'main file' : binaryNamed(name) ? 'binary' : null)}
          field={
            renaming === null
              ? null
              : {
                  name: renaming,
                  content: (
                    <NameField
                      label={`New name of ${renaming}`}
                      start={renaming}
                      fault={name => fault(name, renaming)}
                      onDone={name => {
                        setRenaming(null)
                        if (name !== null && name !== renaming) files.rename(renaming, name)
                      }}
                    />
                  ),
                }
          }
          onOpen={name => files.change(sources => openFile(sources, name))}
          onRename={setRenaming}
          onRemove={name => files.remove(name)}
          onMenu={openMenu}
        />
        {written.length > 0 && (
          <>
            <h3 className={heading}>Written by the program</h3>
            <FileTree
              label="Written by the program"
              names={writtenNames}
              selected={null}
              icon={() => <FileText className="size-4 shrink-0" aria-hidden="true" />}
              note={name => sizeWords(written.find(file => file.name === name)?.bytes ?? 0)}
              onOpen={name => void (opensAsView(name) ? box?.view(name) : box?.open(name))}
              onRemove={name => box?.remove(name)}
              onMenu={openMenu}
            />
            {truncated && <p className="px-2 py-1 text-muted text-xs">There are more files than are listed.</p>}
          </>
        )}
      </div>
      <Menu popover={popover} label={`Actions for ${menuFor ?? ''}`} items={items} />
    </div>
  )
}

/** What a program has written to be looked at is shown; a text is opened. */
function opensAsView(name: string): boolean {
  const kind = viewKind(name)
  return kind !== null && kind !== 'text'
}
