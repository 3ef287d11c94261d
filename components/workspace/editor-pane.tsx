'use client'

import { PanelLeft, Plus } from 'lucide-react'
import dynamic from 'next/dynamic'
import { type ReactNode, useCallback, useState } from 'react'
import type { ProfileInfo } from '../../server/protocol/profile-info.ts'
import { fileLanguage, modelPath } from '../editor/file-language.ts'
import { EditorSkeleton } from '../editor/skeleton.tsx'
import { BinaryView } from './binary-view.tsx'
import type { BoxActions } from './box-actions.ts'
import type { FileActions } from './file-actions.ts'
import { FILE_PANEL, FileTabs } from './file-tabs.tsx'
import { FilesPanel } from './files-panel.tsx'
import { Pane } from './pane.tsx'
import { savedTree, saveTree } from './saved.ts'
import { editFile, fileNamed, isBinary } from './sources.ts'
import { useWorkspace, writtenFiles } from './store.ts'

const Editor = dynamic(
  () =>
    import('../editor/editor.tsx')
      .then(module => module.Editor)
      .catch(() => import('../editor/plain-editor.tsx').then(module => module.PlainEditor)),
  { ssr: false, loading: () => <EditorSkeleton /> },
)

type Props = {
  readonly profile: ProfileInfo | null
  readonly files: FileActions
  readonly box: BoxActions | null
  readonly narrow: boolean
  /** Controls at the right end of the head. */
  readonly tools: ReactNode
  /** Told how to move the focus into the editor. */
  readonly onReady: (focus: () => void) => void
}

const headButton =
  'relative inline-grid size-7 shrink-0 place-items-center rounded-md text-muted transition-colors hover:bg-accent-soft hover:text-text aria-expanded:text-text max-sm:size-10'

/** The files: their list, the open ones as tabs, and the editor with the active one. */
export function EditorPane({ profile, files, box, narrow, tools, onReady }: Props) {
  const file = useWorkspace(state => (state.sources ? (fileNamed(state.sources, state.sources.active) ?? null) : null))
  const isMain = useWorkspace(state => state.sources?.active === state.sources?.main)
  const count = useWorkspace(state => state.sources?.files.length ?? 0)
  const written = useWorkspace(state => writtenFiles(state).length)
  const loaded = useWorkspace(state => state.sourcesOf)
  const [shown, setShown] = useState<boolean | null>(null)
  const [adding, setAdding] = useState(false)
  const ready = profile !== null && loaded === profile.id && file !== null
  // What somebody has said holds; until then the list is shown when there is something in it to choose from.
  const tree = ready && (adding || (shown ?? savedShown(narrow) ?? (!narrow && count + written > 1)))

  const name = file?.name
  const change = useCallback(
    (text: string) => {
      if (name !== undefined) files.change(sources => editFile(sources, name, text))
    },
    [files, name],
  )
  const toggle = (): void => {
    setShown(!tree)
    setAdding(false)
    if (!narrow) saveTree(!tree)
  }

  const head = ready && (
    <div className="flex h-full min-w-0 grow items-center gap-0.5">
      <button
        type="button"
        aria-label={written > 0 ? `Files, ${written} written by the program` : 'Files'}
        aria-expanded={tree}
        title={tree ? 'Hide the list of files' : 'Show the list of files'}
        onClick={toggle}
        className={headButton}
      >
        <PanelLeft className="size-4" aria-hidden="true" />
        {written > 0 && !tree && <span className="absolute top-1 right-1 size-2 rounded-full bg-accent" aria-hidden="true" />}
      </button>
      <FileTabs files={files} />
      <button type="button" aria-label="New file" title="New file" onClick={() => setAdding(true)} className={headButton}>
        <Plus className="size-4" aria-hidden="true" />
      </button>
    </div>
  )

  return (
    <Pane name="Editor" head={head || undefined} aside={ready && tools}>
      <div className="flex h-full max-md:flex-col">
        {tree && (
          <div className="shrink-0 border-line max-md:h-48 max-md:border-b md:w-56 md:border-r">
            <FilesPanel files={files} box={box} adding={adding} onAdding={setAdding} />
          </div>
        )}
        <div id={FILE_PANEL} role="tabpanel" aria-label={file?.name ?? 'File'} className="relative min-h-0 min-w-0 grow">
          {!ready ? (
            <EditorSkeleton />
          ) : isBinary(file) ? (
            <BinaryView file={file} onDownload={() => files.download(file.name)} />
          ) : (
            <Editor
              path={modelPath(profile.id, file.name)}
              language={fileLanguage(profile, file.name, isMain)}
              source={file.content}
              onChange={change}
              onReady={onReady}
            />
          )}
        </div>
      </div>
    </Pane>
  )
}

/** In a narrow window the list takes the editor's place, so what was chosen for a wide one does not hold. */
function savedShown(narrow: boolean): boolean | null {
  return narrow || typeof localStorage === 'undefined' ? null : savedTree()
}
