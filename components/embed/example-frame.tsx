'use client'

import { ExternalLink, Pencil, Play, RotateCcw, Square } from 'lucide-react'
import dynamic from 'next/dynamic'
import { type ReactNode, useCallback, useEffect, useState } from 'react'
import { playgroundPath } from '../share/snippet-address.ts'
import { IconButton } from '../ui/icon-button.tsx'
import { useWorkspace } from '../workspace/store.ts'
import { type Example, profileNamed, sameFiles, shownFile, shownFiles } from './example.ts'
import { ExampleCode } from './example-code.tsx'
import { ExampleStatus } from './example-status.tsx'
import { ExampleTabs } from './example-tabs.tsx'
import { useExample } from './use-example.ts'

const TerminalPane = dynamic(() => import('../terminal/terminal.tsx').then(module => module.TerminalPane), { ssr: false })

const HEAD_PX = 45
const TABS_PX = 41
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

/** A small playground in a page of others: its files, a terminal once it runs, and nothing that is not asked for. */
export function ExampleFrame({ first: given, autorun, children }: Props) {
  const { first, example, active, editing, shown, starting, live, said, link, actions } = useExample(given, autorun)
  const { tellHeight } = actions
  const changed = first !== null && example !== null && !sameFiles(first, example)
  const several = example !== null && example.files.length > 0
  const profiles = useWorkspace(state => state.profiles)
  // Known once somebody has run it, where the page around does not say.
  const mainLabel = example?.main ?? (example && profileNamed(profiles, example.language)?.mainFile) ?? 'Main file'
  const { codePx, measure } = useCodeHeight(first, example, active)

  useEffect(() => {
    if (example) tellHeight(HEAD_PX + (several ? TABS_PX : 0) + codePx + (shown ? TERMINAL_PX + STATUS_PX : 0))
  }, [example, several, codePx, shown, tellHeight])

  const keys = (event: React.KeyboardEvent): void => {
    if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return
    event.preventDefault()
    event.stopPropagation()
    void actions.run()
  }
  return (
    <div className="example flex h-dvh flex-col overflow-hidden bg-panel" onKeyDownCapture={keys}>
      <div className="flex h-[45px] shrink-0 items-center gap-1 border-line border-b pr-1.5 pl-3">
        <h1 className="min-w-0 truncate font-medium text-[13px]">{example?.title || example?.main || example?.language || 'Example'}</h1>
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
      {several && (
        <ExampleTabs names={shownFiles(example).map(({ name }) => name)} mainLabel={mainLabel} active={active} onSelect={actions.select} />
      )}
      <div className="flex min-h-0 grow flex-col">
        <ExampleCode
          first={first}
          file={example && shownFile(example, active)}
          label={several ? active || mainLabel : null}
          editing={editing}
          heightPx={codePx}
          onMeasure={measure}
          actions={actions}
        >
          {children}
        </ExampleCode>
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

/** How high the code is to be, in pixels: as high as the highest of the files that have been shown, so that another tab does not move the page. */
function useCodeHeight(first: Example | null, example: Example | null, active: string) {
  const [measured, setMeasured] = useState<{ readonly of: Example | null; readonly px: Readonly<Record<string, number>> }>({
    of: first,
    px: {},
  })
  const measure = useCallback(
    (px: number, name: string) => setMeasured(before => ({ of: first, px: { ...(before.of === first && before.px), [name]: px } })),
    [first],
  )
  const known = new Map(measured.of === first ? Object.entries(measured.px) : [])
  if (example && !known.has(active)) known.set(active, AROUND_PX + shownFile(example, active).content.split('\n').length * LINE_PX)
  const codePx = Math.round(Math.max(CODE_PX.least, Math.min(CODE_PX.most, Math.max(...known.values(), 0))))
  return { codePx, measure }
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
