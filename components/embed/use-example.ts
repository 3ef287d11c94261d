'use client'

import { useCallback, useEffect, useMemo, useRef, useState } from 'react'
import type { EditorControls } from '../editor/editor-props.ts'
import type { TerminalControls } from '../terminal/terminal.tsx'
import { useForceTheme } from '../ui/themes.tsx'
import type { SessionLink } from '../workspace/session-link.ts'
import { isBinary } from '../workspace/sources.ts'
import { isLive, useWorkspace, workspaceStore } from '../workspace/store.ts'
import { type Example, exampleFault, exampleOfLoad, mainName, shownFile, shownFiles, withFile, withText } from './example.ts'
import type { ExampleRun } from './example-run.ts'
import { HostLink, type Order } from './host-link.ts'

const UNREACHABLE = 'The server cannot be reached right now. Please try again in a moment.'

/** What the frame was given, the same as it is now, and the name of the file that is shown of it. */
type Shown = { readonly first: Example | null; readonly example: Example | null; readonly active: string }

/** What is new is as it was given, and begins with its main file. */
function fresh(example: Example | null): Shown {
  return { first: example, example, active: example ? mainName(example) : '' }
}

/** Everything that a frame does. Nothing is loaded before it is needed. */
export function useExample(given: Example | null, autorun: boolean) {
  const force = useForceTheme()
  const [state, show] = useState<Shown>(() => fresh(given))
  const [editing, setEditing] = useState(false)
  const [shown, setShown] = useState(false)
  const [starting, setStarting] = useState(false)
  const [said, setSaid] = useState<string | null>(null)
  const [link, setLink] = useState<SessionLink | null>(null)
  const live = useWorkspace(state => isLive(state.work))
  // One message may follow another before the page is drawn again.
  const now = useRef<Shown>(state)
  const busy = useRef(false)
  const running = useRef<Promise<ExampleRun> | null>(null)
  const editor = useRef(new Coming<EditorControls>())
  const terminal = useRef(new Coming<TerminalControls>())
  const host = useRef<HostLink | null>(null)

  const change = useCallback((shown: Shown) => {
    now.current = shown
    show(shown)
  }, [])
  const type = useCallback(
    (text: string, name: string) => {
      const { example } = now.current
      if (example) change({ ...now.current, example: withText(example, name, text) })
    },
    [change],
  )
  /** Shows a file, in the editor: what the server has sent to be read is the main one. */
  const select = useCallback(
    (name: string) => {
      change({ ...now.current, active: name })
      setEditing(true)
    },
    [change],
  )

  /** What is behind Run, from when it is first asked for. */
  const runner = useCallback((): Promise<ExampleRun> => {
    running.current ??= import('./example-run.ts').then(({ ExampleRun }) => {
      const made = new ExampleRun(workspaceStore, `${location.protocol === 'https:' ? 'wss' : 'ws'}://${location.host}/ws`)
      setLink(made.link)
      return made
    })
    return running.current
  }, [])

  const refuse = useCallback((message: string) => {
    setSaid(message)
    host.current?.tell({ type: 'refused', message })
  }, [])

  const run = useCallback(async () => {
    const { example } = now.current
    if (!example || busy.current || isLive(workspaceStore.getState().work)) return
    busy.current = true
    setStarting(true)
    setSaid(null)
    setShown(true)
    try {
      const made = await runner()
      const controls = await terminal.current.here
      const refusal = await made.run(example)
      if (refusal !== null) refuse(refusal)
      // The answer to a question should be typed at once. A page that runs by itself keeps its focus.
      else if (document.hasFocus()) controls.focus()
    } catch {
      running.current = null
      refuse(UNREACHABLE)
    }
    busy.current = false
    setStarting(false)
  }, [runner, refuse])

  const stop = useCallback(() => link?.stopRun(), [link])

  /** Puts the cursor into a file; where none is named, into the one that is shown. There is none in what is no text: the main file gets it then. */
  const edit = useCallback(
    async (name?: string) => {
      const { example, active } = now.current
      if (example) {
        const file = shownFile(example, name ?? active)
        if (name !== undefined && file.name !== name) return refuse(`There is no file "${name}".`)
        select(isBinary(file) ? mainName(example) : file.name)
      }
      setEditing(true)
      const controls = await editor.current.here
      controls.focus()
    },
    [refuse, select],
  )

  const reset = useCallback(() => {
    stop()
    const { first, active } = now.current
    if (first) change({ first, example: first, active: shownFile(first, active).name })
    setSaid(null)
    setShown(false)
  }, [stop, change])

  /** Goes on with what is here in another tab, by a private link. */
  const open = useCallback(async () => {
    const { example } = now.current
    if (!example) return
    try {
      const [made, { privateLinkOf }] = await Promise.all([runner(), import('./private-link-of.ts')])
      const profile = await made.profileOf(example)
      if (typeof profile === 'string') return refuse(profile)
      const { address, refusal } = privateLinkOf(example, profile)
      if (address === undefined) refuse(refusal)
      else window.open(address, '_blank', 'noopener')
    } catch {
      refuse(UNREACHABLE)
    }
  }, [runner, refuse])

  const load = useCallback(
    (example: Example) => {
      const fault = exampleFault(example)
      if (fault !== null) return refuse(fault)
      editor.current = new Coming()
      change(fresh(example))
      setEditing(true)
      setSaid(null)
      void editor.current.here.then(() => host.current?.tell({ type: 'loaded' }))
    },
    [change, refuse],
  )

  const setFile = useCallback(
    ({ name, content, encoding }: Order & { readonly type: 'setFile' }) => {
      const { example } = now.current
      if (!example) return refuse('There is no code yet: it comes by load.')
      const outcome = withFile(example, { name: name ?? mainName(example), content, ...(encoding && { encoding }) })
      if (!outcome.example) return refuse(outcome.refusal)
      change({ ...now.current, example: outcome.example })
      setEditing(true)
    },
    [change, refuse],
  )

  const tellFiles = useCallback(() => {
    const { example } = now.current
    if (!example) return refuse('There is no code yet: it comes by load.')
    const [main, ...files] = shownFiles(example)
    host.current?.tell({ type: 'files', ...(example.main !== null && { name: example.main }), code: main?.content ?? '', files })
  }, [refuse])

  const obey = (order: Order): void => {
    switch (order.type) {
      case 'load':
        return load(exampleOfLoad(order))
      case 'run':
        return void run()
      case 'stop':
        return stop()
      case 'reset':
        return reset()
      case 'focus':
        return void edit(order.name)
      case 'setFile':
        return setFile(order)
      case 'getFiles':
        return tellFiles()
      case 'setTheme':
        return force(order.theme)
    }
  }
  const obeyed = useRef(obey)
  obeyed.current = obey

  useEffect(() => {
    const made = new HostLink(window, order => obeyed.current(order))
    host.current = made
    made.start()
    return () => made.stop()
  }, [])

  useEffect(
    () =>
      workspaceStore.subscribe(({ work }, before) => {
        if (work.phase === before.work.phase) return
        if (work.phase === 'running') host.current?.tell({ type: 'started' })
        if (work.phase !== 'finished') return
        void running.current?.then(({ link: { recorder } }) => {
          const { events = [], truncated = false } = recorder.recording ?? {}
          const output = events.map(([, text]) => text).join('')
          host.current?.tell({ type: 'exited', report: work.report, output, truncated })
        })
      }),
    [],
  )

  useEffect(() => () => void running.current?.then(made => made.stop()), [])

  const atFirst = useRef(autorun ? run : null)
  useEffect(() => void atFirst.current?.(), [])

  const tellHeight = useCallback((px: number) => host.current?.tell({ type: 'height', px }), [])
  const keepEditor = useCallback((controls: EditorControls) => editor.current.come(controls), [])
  const keepTerminal = useCallback((controls: TerminalControls) => terminal.current.come(controls), [])
  const actions = useMemo(
    () => ({ run, stop, edit, select, reset, open, type, tellHeight, keepEditor, keepTerminal }),
    [run, stop, edit, select, reset, open, type, tellHeight, keepEditor, keepTerminal],
  )
  return { ...state, editing, shown, starting, live, said, link, actions }
}

/** Something that is on its way. */
class Coming<T> {
  readonly here: Promise<T>
  come: (value: T) => void = () => {}

  constructor() {
    this.here = new Promise(resolve => {
      this.come = resolve
    })
  }
}
