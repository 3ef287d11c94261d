import { useStore } from 'zustand'
import { createStore } from 'zustand/vanilla'
import type { ViewedFile } from '../viewer/file-view.tsx'

/** What stands beside the terminal. */
export type OutputState = {
  readonly shown: 'plots' | 'file' | null
  readonly file: ViewedFile | null
  /** Somebody has closed the pictures: they do not open by themselves again. */
  readonly plotsUnwanted: boolean
}

const outputStore = createStore<OutputState>(() => ({ shown: null, file: null, plotsUnwanted: false }))

export function useOutputs<T>(select: (state: OutputState) => T): T {
  return useStore(outputStore, select)
}

/** A picture came. What somebody looks at stays. */
export function offerPlots(): void {
  const { shown, plotsUnwanted } = outputStore.getState()
  if (shown === null && !plotsUnwanted) outputStore.setState({ shown: 'plots' })
}

export function showPlots(): void {
  outputStore.setState({ shown: 'plots', plotsUnwanted: false })
}

export function showFile(name: string, bytes: Uint8Array<ArrayBuffer>): void {
  const version = (outputStore.getState().file?.version ?? 0) + 1
  outputStore.setState({ shown: 'file', file: { name, bytes, version } })
}

/** Shows the file that is open already. */
export function showFileAgain(): void {
  outputStore.setState({ shown: 'file' })
}

export function hideOutputs(): void {
  outputStore.setState(({ shown, plotsUnwanted }) => ({ shown: null, file: null, plotsUnwanted: plotsUnwanted || shown === 'plots' }))
}
