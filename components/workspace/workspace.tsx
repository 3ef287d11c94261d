'use client'

import './no-eval.ts'
import dynamic from 'next/dynamic'
import { useCallback, useEffect, useMemo, useRef, useState } from 'react'
import { PRESET_INPUT_BYTES } from '../../server/protocol/limits.ts'
import type { Place } from '../../server/protocol/positions.ts'
import type { Sample } from '../../server/protocol/profile-info.ts'
import type { EditorControls } from '../editor/editor-props.ts'
import { OutputPanel } from '../outputs/output-panel.tsx'
import { offerPlots, useOutputs } from '../outputs/output-store.ts'
import { plotStore } from '../pictures/plot-store.ts'
import { ProblemKeeper } from '../problems/problem-keeper.ts'
import type { ShareDialog } from '../share/share-dialog.tsx'
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
import { Panes } from './panes.tsx'
import { type Side, savedReadAloud, savedSide, savedTaskSide, saveProfileId, saveReadAloud, saveSide, saveTaskSide } from './saved.ts'
import type { Sources } from './sources.ts'
import { StatusLine } from './status-line.tsx'
import { chosenProfile, isLive, useWorkspace, workspaceStore } from './store.ts'
import type { Assignment } from './task.ts'
import { TaskFrame } from './task-frame.tsx'
import { TerminalTools } from './terminal-tools.tsx'
import { Toolbar } from './toolbar.tsx'
import { useKeys } from './use-keys.ts'
import { useMachinery } from './use-machinery.ts'

const TerminalPane = dynamic(() => import('../terminal/terminal.tsx').then(module => module.TerminalPane), { ssr: false })

/** Narrower than this, editor and terminal stand one above the other. */
const NARROW = '(max-width: 767px)'
/** As much of a run's output is looked through for problems. */
const PROBLEM_LINES = 2000

/** The whole page: editor, terminal, and what runs between them. With an assignment, a task beside them. */
export function Workspace({ assignment = null }: { readonly assignment?: Assignment | null }) {
  const task = assignment?.task ?? null
  const profiles = useWorkspace(state => state.profiles)
  const profile = useWorkspace(chosenProfile)
  const work = useWorkspace(state => state.work)
  const notice = useWorkspace(state => state.notice)
  const live = isLive(work)
  const machinery = useMachinery(task)
  const link = machinery?.link
  const files = useMemo(() => new FileActions(workspaceStore, name => link?.removeFile(name)), [link])
  const [side, setSide] = useState<Side>(task ? 'below' : 'right')
  const [narrow, setNarrow] = useState(false)
  const [readAloud, setReadAloud] = useState(false)
  /** Loaded when it is asked for. */
  const [Sharing, setSharing] = useState<typeof ShareDialog | null>(null)
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
    setSide(task ? savedTaskSide() : savedSide())
    setReadAloud(savedReadAloud())
    const query = matchMedia(NARROW)
    const look = (): void => setNarrow(query.matches)
    look()
    query.addEventListener('change', look)
    return () => query.removeEventListener('change', look)
  }, [task])

  const onReady = assignment?.onReady
  useEffect(() => {
    if (machinery) onReady?.({ files, problems, flush: () => machinery.keeper.flush() })
  }, [machinery, files, problems, onReady])

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
      saveProfileId(profileId, task?.mark)
      workspaceStore.setState({ profileId })
      link?.choose(profileId)
    },
    [machinery, link, task],
  )

  const share = async (): Promise<void> => {
    machinery?.keeper.flush()
    try {
      const { ShareDialog: loaded } = await import('../share/share-dialog.tsx')
      setSharing(() => loaded)
    } catch {
      // The server is away, or another version of it is there by now.
      const text = 'Sharing could not be loaded. Press Share again when the server is there, or reload the page: what you typed is saved.'
      workspaceStore.setState({ notice: { tone: 'warning', text } })
    }
  }

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
            {!task && <AboutLanguage profile={profile} onAsk={askSamples} onSample={loadSample} />}
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
          if (task) saveTaskSide(chosen)
          else saveSide(chosen)
        }}
        onShare={() => void share()}
        task={assignment}
      />
      {notice && <NoticeBar notice={notice} onClose={() => workspaceStore.setState({ notice: null })} />}
      <TaskFrame assignment={assignment} narrow={narrow}>
        <Panes
          editor={editorPane}
          terminal={terminalPane}
          output={output && <OutputPanel onReload={name => void machinery?.box.view(name)} />}
          side={side}
          narrow={narrow}
          ready={link !== undefined}
          layout={task ? 'glovebox:task-panes' : 'glovebox:panes'}
        />
      </TaskFrame>
      <StatusLine problems={problems} onTakeBack={() => link?.takeBack()} />
      <DropZone files={files} />
      {Sharing && link && <Sharing link={link} onClose={() => setSharing(null)} />}
    </div>
  )
}
