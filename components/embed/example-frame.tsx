'use client'

import { ExternalLink, Pencil, Play, RotateCcw, Square } from 'lucide-react'
import dynamic from 'next/dynamic'
import { type ReactNode, useEffect, useMemo, useRef, useState } from 'react'
import { playgroundPath } from '../share/snippet-address.ts'
import { IconButton } from '../ui/icon-button.tsx'
import { codeFont } from './code-font.ts'
import { type Example, linesBefore } from './example.ts'
import { ExampleStatus } from './example-status.tsx'
import { useExample } from './use-example.ts'

const CodeEditor = dynamic(() => Promise.all([import('./code-editor.tsx'), codeFont()]).then(([module]) => module.CodeEditor), {
  ssr: false,
})
const TerminalPane = dynamic(() => import('../terminal/terminal.tsx').then(module => module.TerminalPane), { ssr: false })

const HEAD_PX = 45
const AROUND_PX = 24
const LINE_PX = 21
/** Longer code scrolls, where the page around lets the frame say how high it is. */
const CODE_PX = { least: 66, most: 528 }
const TERMINAL_PX = 208
const STATUS_PX = 33
const NO_PLACES = { placeIn: () => null, onPlace: () => {} }

type Props = {
  /** Null: the page around the frame hands it over. */
  readonly first: Example | null
  readonly autorun: boolean
  /** The code as it is to be read until it is edited. */
  readonly children?: ReactNode
}

/** A small playground in a page of others: one text, a terminal once it runs, and nothing that is not asked for. */
export function ExampleFrame({ first, autorun, children }: Props) {
  const { example, code, editing, shown, starting, live, said, link, actions } = useExample(first, autorun)
  const { tellHeight } = actions
  const changed = example !== null && code !== example.code
  const place = useRef<HTMLDivElement>(null)
  const [measured, setMeasured] = useState<number | null>(null)
  const codePx = Math.round(Math.max(CODE_PX.least, Math.min(CODE_PX.most, measured ?? AROUND_PX + code.split('\n').length * LINE_PX)))

  // The editor says by itself how high its text is.
  useEffect(() => {
    const lines = place.current?.querySelector('.example-lines')
    if (editing || !lines) return
    const observer = new ResizeObserver(() => setMeasured(lines.scrollHeight))
    observer.observe(lines)
    return () => observer.disconnect()
  }, [editing])
  useEffect(() => {
    if (example) tellHeight(HEAD_PX + codePx + (shown ? TERMINAL_PX + STATUS_PX : 0))
  }, [example, codePx, shown, tellHeight])

  const options = useMemo(
    () => ({ linesBefore: example ? linesBefore(example) : 0, readonly: example?.readonly ?? false, onHeight: setMeasured }),
    [example],
  )
  const keys = (event: React.KeyboardEvent): void => {
    if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return
    event.preventDefault()
    event.stopPropagation()
    void actions.run()
  }
  const press = (): void => {
    // Who selects some of it wants to copy it.
    if (!editing && example && !example.readonly && getSelection()?.isCollapsed !== false) void actions.edit()
  }
  return (
    <div className="example flex h-dvh flex-col overflow-hidden bg-panel" onKeyDownCapture={keys}>
      <div className="flex h-[45px] shrink-0 items-center gap-1 border-line border-b pr-1.5 pl-3">
        <h1 className="min-w-0 truncate font-medium text-[13px]">{example?.title || example?.main || example?.language || 'Example'}</h1>
        {example && example.files.length > 0 && example.id !== null && (
          <span className="shrink-0 text-muted text-xs">
            and {example.files.length} more {example.files.length === 1 ? 'file' : 'files'}
          </span>
        )}
        <span className="grow" />
        {(editing || link) && (
          <IconButton label="Reset" hint="Put everything back as it was" onClick={actions.reset} small>
            <RotateCcw className="size-4" aria-hidden="true" />
          </IconButton>
        )}
        {!editing && example && !example.readonly && (
          <IconButton label="Edit" onClick={() => void actions.edit()} small>
            <Pencil className="size-4" aria-hidden="true" />
          </IconButton>
        )}
        {example && (
          <a
            href={example.id === null ? '/' : playgroundPath(example.id)}
            target="_blank"
            rel="noopener"
            title="Open in Glovebox"
            aria-label="Open in Glovebox, in another tab"
            onClick={event => {
              if (example.id !== null && !changed) return
              event.preventDefault()
              void actions.open()
            }}
            className="inline-grid size-7 shrink-0 place-items-center rounded-lg text-muted transition-colors hover:bg-accent-soft hover:text-text max-sm:size-10"
          >
            <ExternalLink className="size-4" aria-hidden="true" />
          </a>
        )}
        <RunButton live={live} disabled={!example || starting} onRun={() => void actions.run()} onStop={actions.stop} />
      </div>
      <div className="flex min-h-0 grow flex-col">
        {/* biome-ignore lint/a11y: the button Edit does the same */}
        <div
          style={{ flexBasis: codePx }}
          className={`relative min-h-[64px] shrink grow ${example?.readonly ? '' : 'cursor-text'}`}
          onClick={press}
        >
          <div className="absolute inset-0">
            {editing && example ? (
              <CodeEditor
                name={example.main ?? example.language}
                language={example.language}
                code={code}
                options={options}
                onChange={actions.type}
                onReady={actions.keepEditor}
              />
            ) : (
              children
            )}
          </div>
        </div>
        {link && (
          <div hidden={!shown} className="min-h-[96px] shrink basis-[208px] border-line border-t">
            <TerminalPane link={link} places={NO_PLACES} readAloud={false} onReady={actions.keepTerminal} />
          </div>
        )}
      </div>
      {(shown || said !== null) && <ExampleStatus said={said} starting={starting} />}
    </div>
  )
}

type RunProps = { readonly live: boolean; readonly disabled: boolean; readonly onRun: () => void; readonly onStop: () => void }

function RunButton({ live, disabled, onRun, onStop }: RunProps) {
  const Icon = live ? Square : Play
  return (
    <button
      type="button"
      disabled={disabled}
      onClick={live ? onStop : onRun}
      title={live ? 'Stop the program' : 'Run (Ctrl+Enter)'}
      className={`ml-1 inline-flex h-8 shrink-0 items-center gap-1.5 rounded-lg px-3 font-semibold text-[13px] transition-colors max-sm:h-10 ${
        live
          ? 'border border-line bg-raised text-text hover:border-danger hover:bg-danger-soft hover:text-danger'
          : 'bg-accent text-on-accent hover:bg-accent-strong disabled:bg-accent-soft disabled:text-muted'
      }`}
    >
      <Icon className="size-3.5 fill-current" aria-hidden="true" />
      {live ? 'Stop' : 'Run'}
    </button>
  )
}
