'use client'

import { Eye, PanelLeft, Plus } from 'lucide-react'
import dynamic from 'next/dynamic'
import { type ReactNode, useCallback, useEffect, useMemo, useRef, useState } from 'react'
import type { ProfileInfo } from '../../server/protocol/profile-info.ts'
import type { EditorControls, EditorProps } from '../editor/editor-props.ts'
import { fileLanguage, modelPath } from '../editor/file-language.ts'
import { EditorSkeleton } from '../editor/skeleton.tsx'
import type { ProblemKeeper } from '../problems/problem-keeper.ts'
import { problemStore, useProblems } from '../problems/problem-store.ts'
import { ProblemStrip } from '../problems/problem-strip.tsx'
import { viewKind } from '../viewer/viewable.ts'
import { BinaryView } from './binary-view.tsx'
import type { BoxActions } from './box-actions.ts'
import type { FileActions } from './file-actions.ts'
import { FILE_PANEL, FileTabs } from './file-tabs.tsx'
import { FilesPanel } from './files-panel.tsx'
import { Pane } from './pane.tsx'
import { savedTree, saveTree } from './saved.ts'
import { editFile, fileNamed, isBinary } from './sources.ts'
import { useWorkspace, writtenFiles } from './store.ts'

/** Where the editor for keyboards is of no use. What holds when the page is opened holds as long as it is open: texts and steps to undo stay. */
const TOUCHED = '(max-width: 767px), (hover: none) and (pointer: coarse)'

const Editor = dynamic<EditorProps>(
  async () => {
    try {
      if (matchMedia(TOUCHED).matches) return (await import('../editor/touch-editor.tsx')).TouchEditor
      return (await import('../editor/editor.tsx')).Editor
    } catch {
      return (await import('../editor/plain-editor.tsx')).PlainEditor
    }
  },
  { ssr: false, loading: () => <EditorSkeleton /> },
)

type Props = {
  readonly profile: ProfileInfo | null
  readonly files: FileActions
  readonly box: BoxActions | null
  readonly problems: ProblemKeeper
  readonly narrow: boolean
  /** Controls at the right end of the head. */
  readonly tools: ReactNode
  readonly onReady: (controls: EditorControls) => void
}

const headButton =
  'relative inline-grid size-7 shrink-0 place-items-center rounded-md text-muted transition-colors hover:bg-accent-soft hover:text-text aria-expanded:text-text max-sm:size-10'

/** The files: their list, the open ones as tabs, and the editor with the active one. */
export function EditorPane({ profile, files, box, problems, narrow, tools, onReady }: Props) {
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
  const found = useProblems(state => state.problems)
  const markers = useMemo(() => found.filter(problem => problem.file === name), [found, name])
  const target = useProblems(state => state.target)
  const editor = useRef<EditorControls | null>(null)
  const keep = useCallback(
    (controls: EditorControls) => {
      editor.current = controls
      onReady(controls)
      goTo(controls, name)
    },
    [onReady, name],
  )
  // The editor has taken the file by then: its own effects come first.
  useEffect(() => {
    if (target && editor.current) goTo(editor.current, name)
  }, [target, name])

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
    <Pane
      name="Editor"
      head={head || undefined}
      aside={
        ready && (
          <div className="flex shrink-0 items-center gap-0.5">
            {viewKind(file.name) && box && (
              <button
                type="button"
                aria-label={`View ${file.name}`}
                title="Show it as what it is, beside the terminal"
                onClick={() => void box.view(file.name)}
                className={headButton}
              >
                <Eye className="size-4" aria-hidden="true" />
              </button>
            )}
            {tools}
          </div>
        )
      }
    >
      <div className="flex h-full max-md:flex-col">
        {tree && (
          <div className="shrink-0 border-line max-md:h-48 max-md:border-b md:w-56 md:border-r">
            <FilesPanel files={files} box={box} adding={adding} onAdding={setAdding} />
          </div>
        )}
        <div id={FILE_PANEL} role="tabpanel" aria-label={file?.name ?? 'File'} className="flex min-h-0 min-w-0 grow flex-col">
          <div className="relative min-h-0 grow">
            {!ready ? (
              <EditorSkeleton />
            ) : isBinary(file) ? (
              <BinaryView file={file} onDownload={() => files.download(file.name)} />
            ) : (
              <Editor
                path={modelPath(profile.id, file.name)}
                language={fileLanguage(profile, file.name, isMain)}
                source={file.content}
                markers={markers}
                onChange={change}
                onReady={keep}
              />
            )}
          </div>
          <ProblemStrip keeper={problems} />
        </div>
      </div>
    </Pane>
  )
}

/** Goes where the editor is to go, if that is in the file that it shows. */
function goTo(controls: EditorControls, name: string | undefined): void {
  const { target } = problemStore.getState()
  if (!target || target.file !== name) return
  problemStore.setState({ target: null })
  controls.goTo(target.line, target.column)
}

/** In a narrow window the list takes the editor's place, so what was chosen for a wide one does not hold. */
function savedShown(narrow: boolean): boolean | null {
  return narrow ? null : savedTree()
}
