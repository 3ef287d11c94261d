'use client'

import './no-eval.ts'
import { AudioLines, Eraser } from 'lucide-react'
import dynamic from 'next/dynamic'
import { useCallback, useEffect, useRef, useState } from 'react'
import { Group, Panel, Separator, useDefaultLayout } from 'react-resizable-panels'
import { EditorSkeleton } from '../editor/skeleton.tsx'
import type { TerminalControls } from '../terminal/terminal.tsx'
import { NoticeBar } from './notice.tsx'
import { Pane } from './pane.tsx'
import {
  type Side,
  savedProfileId,
  savedProfiles,
  savedReadAloud,
  savedSide,
  savedSource,
  saveProfileId,
  saveReadAloud,
  saveSide,
  saveSource,
} from './saved.ts'
import { SessionLink } from './session-link.ts'
import { StatusLine } from './status-line.tsx'
import { chosenProfile, isLive, useWorkspace, workspaceStore } from './store.ts'
import { Toolbar } from './toolbar.tsx'

const Editor = dynamic(
  () =>
    import('../editor/editor.tsx')
      .then(module => module.Editor)
      .catch(() => import('../editor/plain-editor.tsx').then(module => module.PlainEditor)),
  { ssr: false, loading: () => <EditorSkeleton /> },
)
const TerminalPane = dynamic(() => import('../terminal/terminal.tsx').then(module => module.TerminalPane), { ssr: false })

/** Narrower than this, editor and terminal stand one above the other. */
const NARROW = '(max-width: 767px)'
const SAVE_MS = 300

/** The store of panel sizes; none while the page is made on the server. */
const layoutStorage = {
  getItem: (name: string) => (typeof localStorage === 'undefined' ? null : localStorage.getItem(name)),
  setItem: (name: string, value: string) => localStorage.setItem(name, value),
}

/** The whole page: editor, terminal, and what runs between them. */
export function Workspace() {
  const profiles = useWorkspace(state => state.profiles)
  const profile = useWorkspace(chosenProfile)
  const work = useWorkspace(state => state.work)
  const notice = useWorkspace(state => state.notice)
  const live = isLive(work)
  const [link, setLink] = useState<SessionLink | null>(null)
  const [side, setSide] = useState<Side>('right')
  const [narrow, setNarrow] = useState(false)
  const [readAloud, setReadAloud] = useState(false)
  const source = useRef('')
  const sourceOf = useRef<string | null>(null)
  const focusEditor = useRef<(() => void) | null>(null)
  const terminal = useRef<TerminalControls | null>(null)
  const saving = useRef<ReturnType<typeof setTimeout> | undefined>(undefined)

  // The text belongs to the language: it is loaded once per language, and never again from under the person who types.
  if (profile && sourceOf.current !== profile.id && typeof window !== 'undefined') {
    sourceOf.current = profile.id
    source.current = savedSource(profile.id) ?? profile.starter
  }

  useEffect(() => {
    workspaceStore.setState({ profiles: savedProfiles(), profileId: savedProfileId() })
    setSide(savedSide())
    setReadAloud(savedReadAloud())
    const query = matchMedia(NARROW)
    const look = (): void => setNarrow(query.matches)
    look()
    query.addEventListener('change', look)
    const made = new SessionLink(workspaceStore, `${location.protocol === 'https:' ? 'wss' : 'ws'}://${location.host}/ws`)
    made.start()
    setLink(made)
    return () => {
      query.removeEventListener('change', look)
      made.stop()
    }
  }, [])

  /** Saves what was changed here. What was not may have been changed in another tab since. */
  const saveNow = useCallback(() => {
    if (saving.current === undefined) return
    clearTimeout(saving.current)
    saving.current = undefined
    if (sourceOf.current) saveSource(sourceOf.current, source.current)
  }, [])

  const change = useCallback(
    (text: string) => {
      source.current = text
      clearTimeout(saving.current)
      saving.current = setTimeout(saveNow, SAVE_MS)
    },
    [saveNow],
  )

  const run = useCallback(() => {
    const chosen = chosenProfile(workspaceStore.getState())
    if (!link || !chosen?.ready) return
    // The answer to input() should be typed at once, without a click first.
    if (link.run(chosen.id, chosen.mainFile, source.current)) terminal.current?.focus()
  }, [link])

  const stop = useCallback(() => link?.stopRun(), [link])

  const choose = useCallback(
    (profileId: string) => {
      saveNow()
      saveProfileId(profileId)
      workspaceStore.setState({ profileId })
    },
    [saveNow],
  )

  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      if (event.key === 'Enter' && (event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey) {
        event.preventDefault()
        event.stopPropagation()
        run()
      } else if (event.key === 'F6') {
        event.preventDefault()
        if (document.activeElement?.closest('.xterm')) focusEditor.current?.()
        else terminal.current?.focus()
      }
    }
    // Before the editor, which has a use for these keys of its own.
    addEventListener('keydown', onKey, { capture: true })
    addEventListener('pagehide', saveNow)
    return () => {
      removeEventListener('keydown', onKey, { capture: true })
      removeEventListener('pagehide', saveNow)
      saveNow()
    }
  }, [run, saveNow])

  const { defaultLayout, onLayoutChanged } = useDefaultLayout({
    id: 'glovebox:panes',
    storage: layoutStorage,
    onlySaveAfterUserInteractions: true,
  })

  const keepEditor = useCallback((focus: () => void) => {
    focusEditor.current = focus
  }, [])
  const keepTerminal = useCallback((controls: TerminalControls) => {
    terminal.current = controls
  }, [])

  const chooseReadAloud = (on: boolean): void => {
    setReadAloud(on)
    saveReadAloud(on)
  }

  const editorPane = (
    <Pane name={profile?.mainFile ?? 'Program'}>
      {profile ? (
        <Editor
          key={profile.id}
          path={`${profile.id}/${profile.mainFile}`}
          language={profile.editorLanguage}
          source={source.current}
          onChange={change}
          onReady={keepEditor}
        />
      ) : (
        <EditorSkeleton />
      )}
    </Pane>
  )
  const terminalPane = (
    <Pane
      name="Terminal"
      aside={<TerminalTools readAloud={readAloud} onReadAloud={chooseReadAloud} onClear={() => terminal.current?.clear()} />}
    >
      {link && <TerminalPane link={link} readAloud={readAloud} onReady={keepTerminal} />}
    </Pane>
  )

  return (
    <div className="flex h-dvh flex-col">
      <Toolbar
        profiles={profiles}
        profile={profile}
        live={live}
        side={side}
        onChoose={choose}
        onRun={run}
        onStop={stop}
        onSide={chosen => {
          setSide(chosen)
          saveSide(chosen)
        }}
      />
      {notice && <NoticeBar notice={notice} onClose={() => workspaceStore.setState({ notice: null })} />}
      <main className="min-h-0 grow">
        {link ? (
          <Group
            orientation={narrow || side === 'below' ? 'vertical' : 'horizontal'}
            className="h-full"
            {...(defaultLayout ? { defaultLayout } : {})}
            onLayoutChanged={onLayoutChanged}
          >
            <Panel id="editor" defaultSize="55%" minSize="20%">
              {editorPane}
            </Panel>
            <Separator
              aria-label="Size of editor and terminal"
              className={`relative bg-line transition-colors hover:bg-accent data-[separator=active]:bg-accent ${narrow || side === 'below' ? 'h-px' : 'w-px'}`}
            />
            <Panel id="terminal" defaultSize="45%" minSize="15%">
              {terminalPane}
            </Panel>
          </Group>
        ) : (
          // As the server sends it: it knows neither the width of the window nor what this browser remembers.
          <div className="flex h-full divide-line max-md:flex-col max-md:divide-y md:divide-x">
            <div className="min-h-0 min-w-0 basis-[55%]">{editorPane}</div>
            <div className="min-h-0 min-w-0 basis-[45%]">{terminalPane}</div>
          </div>
        )}
      </main>
      <StatusLine onTakeBack={() => link?.takeBack()} />
    </div>
  )
}

type ToolsProps = { readonly readAloud: boolean; readonly onReadAloud: (on: boolean) => void; readonly onClear: () => void }

const tool =
  'inline-flex h-7 items-center gap-1.5 rounded-md px-2 text-muted text-xs transition-colors hover:bg-accent-soft hover:text-text max-sm:h-10 aria-pressed:bg-accent-soft aria-pressed:text-text'

function TerminalTools({ readAloud, onReadAloud, onClear }: ToolsProps) {
  return (
    <div className="flex gap-0.5">
      <button
        type="button"
        aria-label="Read output aloud"
        title="Tell screen readers what programs print"
        aria-pressed={readAloud}
        onClick={() => onReadAloud(!readAloud)}
        className={tool}
      >
        <AudioLines className="size-3.5" aria-hidden="true" />
      </button>
      <button type="button" aria-label="Clear" title="Clear the terminal" onClick={onClear} className={tool}>
        <Eraser className="size-3.5" aria-hidden="true" />
        Clear
      </button>
    </div>
  )
}
