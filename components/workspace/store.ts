import { useStore } from 'zustand'
import { createStore } from 'zustand/vanilla'
import type { BoxFile, Work } from '../../server/protocol/messages.ts'
import type { ProfileInfo } from '../../server/protocol/profile-info.ts'
import type { Opened } from './opened.ts'
import type { RunSettings } from './saved.ts'
import type { Sources } from './sources.ts'

/** Where the connection stands. `replaced`: the session went on in another tab. `outdated`: the server is newer than this page. */
type ConnectionState = 'connecting' | 'open' | 'lost' | 'replaced' | 'outdated'

export type Notice = {
  readonly tone: 'bad' | 'warning' | 'info'
  readonly text: string
  /** What can be done about it, such as taking it back. */
  readonly action?: { readonly label: string; readonly run: () => void }
}

/** The last answer to a check, and the sources that it is about. */
type Checked = {
  readonly request: number
  readonly ok: boolean
  readonly output: string
  readonly profile: string
  readonly sources: Sources
}

/** What is in the box that ran `profile` last. */
type BoxContents = { readonly profile: string; readonly files: readonly BoxFile[]; readonly truncated: boolean }

export type WorkspaceState = {
  readonly connection: ConnectionState
  readonly profiles: readonly ProfileInfo[]
  readonly profileId: string | null
  readonly work: Work
  /** When `work` came, on the page's own clock (performance.now()). */
  readonly workAtMs: number
  readonly notice: Notice | null
  /** The files of the language `sourcesOf`; null until they are loaded. */
  readonly sources: Sources | null
  readonly sourcesOf: string | null
  readonly settings: RunSettings
  /** The snippet that the page was opened with. */
  readonly opened: Opened | null
  readonly box: BoxContents | null
  /** A check is on its way. */
  readonly checking: boolean
  readonly checked: Checked | null
  /** A file is being laid out. */
  readonly formatting: boolean
  /** Said in passing, on the status line. */
  readonly hint: string | null
}

export const NO_SETTINGS: RunSettings = { args: '', stdin: '', useStdin: false }

/** The page's state. The session link and the controls write it; output of programs never comes here. */
export const workspaceStore = createStore<WorkspaceState>(() => ({
  connection: 'connecting',
  profiles: [],
  profileId: null,
  work: { phase: 'none' },
  workAtMs: 0,
  notice: null,
  sources: null,
  sourcesOf: null,
  settings: NO_SETTINGS,
  opened: null,
  box: null,
  checking: false,
  checked: null,
  formatting: false,
  hint: null,
}))

export type WorkspaceStore = typeof workspaceStore

export function useWorkspace<T>(select: (state: WorkspaceState) => T): T {
  return useStore(workspaceStore, select)
}

export function isLive(work: Work): boolean {
  return work.phase === 'queued' || work.phase === 'preparing' || work.phase === 'compiling' || work.phase === 'running'
}

/** The chosen language, or the first one there is. */
export function chosenProfile({ profiles, profileId }: Pick<WorkspaceState, 'profiles' | 'profileId'>): ProfileInfo | null {
  return profiles.find(profile => profile.id === profileId) ?? profiles.find(profile => profile.ready) ?? profiles[0] ?? null
}

/** Files of the box that programs of the language on the page have written, and that the page does not have itself. */
export function writtenFiles({ box, sources, sourcesOf }: Pick<WorkspaceState, 'box' | 'sources' | 'sourcesOf'>): readonly BoxFile[] {
  if (!box || box.profile !== sourcesOf) return []
  return box.files.filter(file => file.state === 'written' && !sources?.files.some(({ name }) => name === file.name))
}
