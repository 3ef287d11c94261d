import { useStore } from 'zustand'
import { createStore } from 'zustand/vanilla'
import type { InlineImage } from './inline-image.ts'

export const PLOTS_MOST = 24
export const PLOTS_BYTES = 24 * 1024 * 1024

export type Plot = Pick<InlineImage, 'bytes' | 'type' | 'width' | 'height' | 'name'> & {
  /** Counts upwards within a run. */
  readonly number: number
}

export type PlotState = {
  readonly plots: readonly Plot[]
  /** How many have come in this run; more than there are where older ones had to go. */
  readonly count: number
  /** Pictures that could not be shown, and why the last one could not. */
  readonly faults: number
  readonly fault: string | null
}

export const NO_PLOTS: PlotState = { plots: [], count: 0, faults: 0, fault: null }

/** Adds pictures; the oldest go where there would be too many. */
export function withPlots(state: PlotState, images: readonly InlineImage[]): PlotState {
  let { count } = state
  const all = [...state.plots]
  for (const { bytes, type, width, height, name } of images) {
    count += 1
    all.push({ bytes, type, width, height, name, number: count })
  }
  let total = 0
  let from = all.length
  while (from > 0 && all.length - from < PLOTS_MOST) {
    total += all[from - 1]?.bytes.length ?? 0
    if (total > PLOTS_BYTES) break
    from -= 1
  }
  return { ...state, plots: all.slice(from), count }
}

export const plotStore = createStore<PlotState>(() => NO_PLOTS)

export function usePlots<T>(select: (state: PlotState) => T): T {
  return useStore(plotStore, select)
}

/** Brings what a terminal shows to the store, however fast it comes: at most once for each frame, and never more than the store keeps. */
export class PlotCollector {
  #images: InlineImage[] = []
  #dropped = 0
  #faults = 0
  #fault: string | null = null
  #frame = 0

  add(image: InlineImage): void {
    this.#images.push(image)
    if (this.#images.length > PLOTS_MOST) {
      this.#images.shift()
      this.#dropped += 1
    }
    this.#later()
  }

  addFault(why: string): void {
    this.#faults += 1
    this.#fault = why
    this.#later()
  }

  /** Another run begins. */
  clear(): void {
    cancelAnimationFrame(this.#frame)
    this.#frame = 0
    this.#images = []
    this.#dropped = this.#faults = 0
    this.#fault = null
    plotStore.setState(NO_PLOTS)
  }

  #later(): void {
    if (this.#frame === 0) this.#frame = requestAnimationFrame(() => this.#flush())
  }

  #flush(): void {
    this.#frame = 0
    const before = plotStore.getState()
    const state = withPlots({ ...before, count: before.count + this.#dropped }, this.#images)
    plotStore.setState({ ...state, faults: state.faults + this.#faults, fault: this.#fault ?? state.fault })
    this.#images = []
    this.#dropped = this.#faults = 0
    this.#fault = null
  }
}
