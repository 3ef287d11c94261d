import { useStore } from 'zustand'
import { createStore } from 'zustand/vanilla'
import type { Place } from '../../server/protocol/positions.ts'
import type { Problem } from './problems.ts'

export type ProblemState = {
  /** All of them, in the order in which they are gone through. */
  readonly problems: readonly Problem[]
  /** The one that was gone to last, as long as it is there. */
  readonly current: Problem | null
  /** Where the editor is to go as soon as it shows the file. */
  readonly target: Place | null
}

export const problemStore = createStore<ProblemState>(() => ({ problems: [], current: null, target: null }))

export function useProblems<T>(select: (state: ProblemState) => T): T {
  return useStore(problemStore, select)
}
