import { useStore } from 'zustand'
import { createStore } from 'zustand/vanilla'
import type { Work } from '../../server/protocol/messages.ts'
import type { ProfileInfo } from '../../server/protocol/profile-info.ts'

/** Where the connection stands. `replaced`: the session went on in another tab. `outdated`: the server is newer than this page. */
type ConnectionState = 'connecting' | 'open' | 'lost' | 'replaced' | 'outdated'

export type Notice = { readonly tone: 'bad' | 'warning'; readonly text: string }

export type WorkspaceState = {
  readonly connection: ConnectionState
  readonly profiles: readonly ProfileInfo[]
  readonly profileId: string | null
  readonly work: Work
  /** When `work` came, on the page's own clock (performance.now()). */
  readonly workAtMs: number
  readonly notice: Notice | null
}

/** The page's state. The session link and the controls write it; output of programs never comes here. */
export const workspaceStore = createStore<WorkspaceState>(() => ({
  connection: 'connecting',
  profiles: [],
  profileId: null,
  work: { phase: 'none' },
  workAtMs: 0,
  notice: null,
}))

export type WorkspaceStore = typeof workspaceStore

export function useWorkspace<T>(select: (state: WorkspaceState) => T): T {
  return useStore(workspaceStore, select)
}

export function isLive(work: Work): boolean {
  return work.phase === 'queued' || work.phase === 'preparing' || work.phase === 'running'
}

/** The chosen language, or the first one there is. */
export function chosenProfile({ profiles, profileId }: WorkspaceState): ProfileInfo | null {
  return profiles.find(profile => profile.id === profileId) ?? profiles.find(profile => profile.ready) ?? profiles[0] ?? null
}
