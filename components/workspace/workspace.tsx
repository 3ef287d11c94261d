'use client'

import './no-eval.ts'
import dynamic from 'next/dynamic'
import { useCallback, useEffect, useMemo, useRef, useState } from 'react'
import { Group, Panel, Separator, useDefaultLayout } from 'react-resizable-panels'
import { PRESET_INPUT_BYTES } from '../../server/protocol/limits.ts'
import type { Place } from '../../server/protocol/positions.ts'
import type { Sample } from '../../server/protocol/profile-info.ts'
import type { EditorControls } from '../editor/editor-props.ts'
import { OutputPanel } from '../outputs/output-panel.tsx'
import { offerPlots, useOutputs } from '../outputs/output-store.ts'
import { plotStore } from '../pictures/plot-store.ts'
import { ProblemKeeper } from '../problems/problem-keeper.ts'
import type { TerminalControls } from '../terminal/terminal.tsx'
import { AboutLanguage } from './about-language.tsx'
import { splitArguments } from './arguments.ts'
import { sizeWords, textBytes } from './bytes.ts'
import { DropZone } from './drop-zone.tsx'
import { EditorPane } from './editor-pane.tsx'
import { FileActions } from './file-actions.ts'
import { FormatActions } from './format-actions.ts'
import { FormatTools } from './format-tools.tsx'
import { NoticeBar } from './notice.tsx'
import { Pane } from './pane.tsx'
import { type Side, savedReadAloud, savedSide, saveProfileId, saveReadAloud, saveSide } from './saved.ts'
import type { Sources } from './sources.ts'
import { StatusLine } from './status-line.tsx'
import { chosenProfile, isLive, useWorkspace, workspaceStore } from './store.ts'
import { TerminalTools } from './terminal-tools.tsx'
import { Toolbar } from './toolbar.tsx'
import { useKeys } from './use-keys.ts'
import { useMachinery } from './use-machinery.ts'

const ShareDialog = dynamic(() => import('../share/share-dialog.tsx').then(module => module.ShareDialog), { ssr: false })
const TerminalPane = dynamic(() => import('../terminal/terminal.tsx').then(module => module.TerminalPane), { ssr: false })

/** Narrower than this, editor and terminal stand one above the other. */
const NARROW = '(max-width: 767px)'
/** As much of a run's output is looked through for problems. */
const PROBLEM_LINES = 2000

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
  const machinery = useMachinery()
  const link = machinery?.link
  const files = useMemo(() => new FileActions(workspaceStore, name => link?.removeFile(name)), [link])
  const [side, setSide] = useState<Side>('right')
  const [narrow, setNarrow] = useState(false)
  const [readAloud, setReadAloud] = useState(false)
  const [sharing, setSharing] = useState(false)
  const output = useOutputs(state => state.shown)
  const editor = useRef<EditorControls | null>(null)
  const terminal = useRef<TerminalControls | null>(null)
  const problems = useMemo(
    () => new ProblemKeeper(workspaceStore, async () => (await terminal.current?.lastLines(PROBLEM_LINES)) ?? ''),
    [],
  )
  const places = useMemo(
    () => ({ placeIn: (line: string) => problems.placeIn(line), onPlace: (place: Place) => problems.go(place) }),
    [problems],
  )
  const format = useMemo(
    () =>
      machinery &&
      new FormatActions(
        workspaceStore,
        (name, content) => machinery.link.format(name, content),
        () => editor.current,
        () => machinery.keeper.flush(),
      ),
    [machinery],
  )

  useEffect(() => {
    problems.start()
    // The first picture of a run opens the panel for them.
    const unsubscribe = plotStore.subscribe((state, before) => {
      if (state.count > 0 && before.count === 0) offerPlots()
    })
    return () => {
      problems.stop()
      unsubscribe()
    }
  }, [problems])

  useEffect(() => {
    setSide(savedSide())
    setReadAloud(savedReadAloud())
    const query = matchMedia(NARROW)
    const look = (): void => setNarrow(query.matches)
    look()
    query.addEventListener('change', look)
    return () => query.removeEventListener('change', look)
  }, [])

  const run = useCallback(
    (mode: 'program' | 'console' = 'program') => {
      const { sources, sourcesOf, settings, ...state } = workspaceStore.getState()
      const chosen = chosenProfile(state)
      if (!link || !chosen?.ready || !sources || sourcesOf !== chosen.id) return
      const program = mode === 'program'
      const { args, fault } = splitArguments(program ? settings.args : '')
      const stdin = program && settings.useStdin ? settings.stdin : null
      const tooLarge = stdin !== null && textBytes(stdin) > PRESET_INPUT_BYTES
      if (fault || tooLarge) {
        const text = fault
          ? `Run settings: ${fault}`
          : `Run settings: the standard input is above the limit of ${sizeWords(PRESET_INPUT_BYTES)}.`
        return workspaceStore.setState({ notice: { tone: 'warning', text } })
      }
      // The answer to input() should be typed at once, without a click first.
      if (link.run({ profile: chosen.id, sources, args, stdin, mode })) terminal.current?.focus()
    },
    [link],
  )

  const stop = useCallback(() => link?.stopRun(), [link])

  const choose = useCallback(
    (profileId: string) => {
      machinery?.keeper.flush()
      saveProfileId(profileId)
      workspaceStore.setState({ profileId })
      link?.choose(profileId)
    },
    [machinery, link],
  )

  const askSamples = useCallback(async (profileId: string): Promise<readonly Sample[]> => link?.askSamples(profileId) ?? [], [link])
  const loadSample = (sample: Sample): void => {
    const main = sample.files[0]?.name
    if (main === undefined) return
    const sources: Sources = { files: sample.files, main, tabs: [main], active: main }
    files.replaceAll(sources, `The sample "${sample.title}" took the place of your files.`)
    editor.current?.focus()
  }

  const keys = useMemo(
    () => ({
      run: () => run(),
      save: () => void format?.save(),
      format: () => void format?.format(),
      problem: (direction: 1 | -1) => void problems.step(direction),
      cross: () => {
        if (document.activeElement?.closest('.xterm')) editor.current?.focus()
        else terminal.current?.focus()
      },
    }),
    [run, format, problems],
  )
  useKeys(keys)

  const { defaultLayout, onLayoutChanged } = useDefaultLayout({
    id: 'glovebox:panes',
    storage: layoutStorage,
    onlySaveAfterUserInteractions: true,
  })

  const keepEditor = useCallback((controls: EditorControls) => {
    editor.current = controls
  }, [])
  const keepTerminal = useCallback((controls: TerminalControls) => {
    terminal.current = controls
  }, [])

  const editorPane = (
    <EditorPane
      profile={profile}
      files={files}
      box={machinery?.box ?? null}
      problems={problems}
      narrow={narrow}
      tools={
        profile && (
          <>
            {format && <FormatTools actions={format} />}
            <AboutLanguage profile={profile} onAsk={askSamples} onSample={loadSample} />
          </>
        )
      }
      onReady={keepEditor}
    />
  )
  const terminalPane = (
    <Pane
      name="Terminal"
      aside={
        <TerminalTools
          hasConsole={profile?.hasConsole ?? false}
          consoleOff={live || !profile?.ready}
          onConsole={() => run('console')}
          readAloud={readAloud}
          onReadAloud={on => {
            setReadAloud(on)
            saveReadAloud(on)
          }}
          onClear={() => terminal.current?.clear()}
        />
      }
    >
      {link && <TerminalPane link={link} places={places} readAloud={readAloud} onReady={keepTerminal} />}
    </Pane>
  )

  const outputPanel = <OutputPanel onReload={name => void machinery?.box.view(name)} />
  // In a narrow window the output takes the editor's place: the program may be asking something in the terminal.
  const covered = narrow && output !== null

  return (
    <div className="flex h-dvh flex-col">
      <Toolbar
        profiles={profiles}
        profile={profile}
        live={live}
        side={side}
        onChoose={choose}
        onRun={() => run()}
        onStop={stop}
        onSide={chosen => {
          setSide(chosen)
          saveSide(chosen)
        }}
        onShare={() => {
          machinery?.keeper.flush()
          setSharing(true)
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
              <div className="relative h-full">
                <div className={`h-full ${covered ? 'invisible' : ''}`}>{editorPane}</div>
                {covered && <div className="absolute inset-0 z-10">{outputPanel}</div>}
              </div>
            </Panel>
            <Separator aria-label="Size of editor and terminal" className={separator(narrow || side === 'below')} />
            <Panel id="terminal" defaultSize="45%" minSize="15%">
              <Group orientation={side === 'below' && !narrow ? 'horizontal' : 'vertical'} className="h-full">
                <Panel id="screen" minSize="20%">
                  {terminalPane}
                </Panel>
                {output && !narrow && (
                  <>
                    <Separator aria-label="Size of terminal and output" className={separator(side === 'right')} />
                    <Panel id="output" defaultSize="55%" minSize="20%">
                      {outputPanel}
                    </Panel>
                  </>
                )}
              </Group>
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
      <StatusLine problems={problems} onTakeBack={() => link?.takeBack()} />
      <DropZone files={files} />
      {sharing && link && <ShareDialog link={link} onClose={() => setSharing(false)} />}
    </div>
  )
}

function separator(lying: boolean): string {
  return `relative bg-line transition-colors hover:bg-accent data-[separator=active]:bg-accent ${lying ? 'h-px' : 'w-px'}`
}
