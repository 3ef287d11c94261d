'use client'

import { Image as ImageIcon, TriangleAlert } from 'lucide-react'
import { type KeyboardEvent, useEffect, useRef, useState } from 'react'
import { usePictureAddress } from './picture-address.ts'
import { PictureView } from './picture-view.tsx'
import { PLOTS_MOST, type Plot, usePlots } from './plot-store.ts'

/** The pictures of the last run: one large, all of them as a strip below. */
export function PlotsPanel() {
  const plots = usePlots(state => state.plots)
  const count = usePlots(state => state.count)
  const faults = usePlots(state => state.faults)
  const fault = usePlots(state => state.fault)
  const [chosen, setChosen] = useState<number | null>(null)
  // Until somebody chooses, the newest one is shown.
  const shown = plots.find(plot => plot.number === chosen) ?? plots.at(-1)
  return (
    <div className="flex h-full min-h-0 flex-col">
      {faults > 0 && (
        <p role="note" className="flex shrink-0 items-center gap-2 border-line border-b bg-warning-soft px-3 py-1.5 text-xs">
          <TriangleAlert className="size-3.5 shrink-0 text-warning" aria-hidden="true" />
          {faults > 1 && `${faults} pictures could not be shown. `}
          {fault}
        </p>
      )}
      {shown ? (
        <PictureView key={shown.number} picture={shown} name={plotName(shown)} />
      ) : (
        <div className="grid min-h-0 grow place-items-center p-4 text-center text-muted">
          <p className="flex max-w-64 flex-col items-center gap-2">
            <ImageIcon className="size-7" aria-hidden="true" />
            Pictures that the program shows appear here and in the terminal.
          </p>
        </div>
      )}
      {plots.length > 1 && <Strip plots={plots} shown={shown} onChoose={setChosen} />}
      {count > plots.length && (
        <p className="shrink-0 border-line border-t px-3 py-1 text-muted text-xs">
          The last {plots.length} of {count} pictures; no more than {PLOTS_MOST} are kept.
        </p>
      )}
    </div>
  )
}

type StripProps = { readonly plots: readonly Plot[]; readonly shown: Plot | undefined; readonly onChoose: (number: number) => void }

/** The arrows, Home and End go through the pictures. */
function Strip({ plots, shown, onChoose }: StripProps) {
  const list = useRef<HTMLDivElement>(null)
  useEffect(() => {
    list.current?.querySelector(`[data-number="${shown?.number}"]`)?.scrollIntoView({ block: 'nearest', inline: 'nearest' })
  }, [shown?.number])
  const onKeyDown = (event: KeyboardEvent): void => {
    const at = shown ? plots.indexOf(shown) : -1
    const to = { ArrowRight: at + 1, ArrowLeft: Math.max(0, at - 1), Home: 0, End: plots.length - 1 }[event.key]
    const plot = to === undefined ? undefined : plots[to]
    if (!plot) return
    event.preventDefault()
    onChoose(plot.number)
    list.current?.querySelector<HTMLElement>(`[data-number="${plot.number}"]`)?.focus()
  }
  return (
    <div
      ref={list}
      role="listbox"
      aria-label="Pictures of this run"
      aria-orientation="horizontal"
      onKeyDown={onKeyDown}
      tabIndex={-1}
      className="flex shrink-0 gap-1.5 overflow-x-auto border-line border-t p-1.5"
    >
      {plots.map(plot => (
        <button
          key={plot.number}
          type="button"
          role="option"
          data-number={plot.number}
          aria-selected={plot === shown}
          aria-label={plot.name ? `Picture ${plot.number}: ${plot.name}` : plotName(plot)}
          title={plotName(plot)}
          tabIndex={plot === shown ? 0 : -1}
          onClick={() => onChoose(plot.number)}
          className="h-12 w-16 shrink-0 overflow-hidden rounded-md border border-line bg-white -outline-offset-2 hover:border-muted aria-selected:border-2 aria-selected:border-accent"
        >
          <Thumbnail plot={plot} />
        </button>
      ))}
    </div>
  )
}

function Thumbnail({ plot }: { readonly plot: Plot }) {
  const address = usePictureAddress(plot)
  return address && <img src={address} alt="" loading="lazy" decoding="async" className="size-full object-contain" />
}

/** What a picture is called where it has no name of its own. */
function plotName(plot: Plot): string {
  return plot.name ?? `Picture ${plot.number}`
}
