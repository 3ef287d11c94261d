'use client'

import { Image as ImageIcon, RotateCw, X } from 'lucide-react'
import { type KeyboardEvent, type ReactNode, useId } from 'react'
import { usePlots } from '../pictures/plot-store.ts'
import { PlotsPanel } from '../pictures/plots-panel.tsx'
import { IconButton } from '../ui/icon-button.tsx'
import { FileView } from '../viewer/file-view.tsx'
import { hideOutputs, showFileAgain, showPlots, useOutputs } from './output-store.ts'

/** What a program has made beside its text: its pictures, and the file that somebody looks at. */
export function OutputPanel({ onReload }: { readonly onReload: (name: string) => void }) {
  const shown = useOutputs(state => state.shown)
  const file = useOutputs(state => state.file)
  const count = usePlots(state => state.plots.length)
  const panelId = useId()
  if (shown === null) return null
  const onKeyDown = (event: KeyboardEvent): void => {
    if (!file || (event.key !== 'ArrowLeft' && event.key !== 'ArrowRight')) return
    event.preventDefault()
    if (shown === 'plots') showFileAgain()
    else showPlots()
    const tabs = event.currentTarget
    requestAnimationFrame(() => tabs.querySelector<HTMLElement>('[aria-selected=true]')?.focus())
  }
  return (
    <section aria-label="Output" className="pane flex h-full min-h-0 min-w-0 flex-col bg-panel">
      <h2 className="sr-only">Output</h2>
      <div className="pane-head flex h-9 shrink-0 items-center gap-1 border-line border-b pr-1.5 pl-1.5 max-sm:h-10">
        <div role="tablist" aria-label="Output" tabIndex={-1} onKeyDown={onKeyDown} className="flex h-full min-w-0 grow">
          <Tab selected={shown === 'plots'} controls={panelId} onChoose={showPlots}>
            <ImageIcon className="size-3.5 shrink-0" aria-hidden="true" />
            Plots
            {count > 0 && <span className="text-muted tabular-nums">{count}</span>}
          </Tab>
          {file && (
            <Tab selected={shown === 'file'} controls={panelId} onChoose={showFileAgain}>
              <span className="truncate">{file.name.slice(file.name.lastIndexOf('/') + 1)}</span>
            </Tab>
          )}
        </div>
        {shown === 'file' && file && (
          <IconButton label="Load the file again" onClick={() => onReload(file.name)} small>
            <RotateCw className="size-4" aria-hidden="true" />
          </IconButton>
        )}
        <IconButton label="Close the output" onClick={hideOutputs} small>
          <X className="size-4" aria-hidden="true" />
        </IconButton>
      </div>
      <div id={panelId} role="tabpanel" aria-label={shown === 'plots' ? 'Plots' : file?.name} className="min-h-0 grow">
        {shown === 'file' && file ? <FileView file={file} /> : <PlotsPanel />}
      </div>
    </section>
  )
}

type TabProps = { readonly selected: boolean; readonly controls: string; readonly onChoose: () => void; readonly children: ReactNode }

function Tab({ selected, controls, onChoose, children }: TabProps) {
  return (
    <button
      type="button"
      role="tab"
      aria-selected={selected}
      aria-controls={controls}
      tabIndex={selected ? 0 : -1}
      onClick={onChoose}
      className={`relative flex h-full min-w-0 items-center gap-1.5 px-3 text-xs -outline-offset-2 transition-colors hover:text-text ${selected ? 'pane-name font-medium' : 'text-muted'}`}
    >
      {children}
      {selected && <span className="absolute inset-x-2 bottom-0 h-0.5 rounded-full bg-accent" />}
    </button>
  )
}
