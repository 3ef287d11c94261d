import { exitWords, type Words } from '../../server/protocol/exit-words.ts'
import { notReadyWords } from './language-words.ts'
import { chosenProfile, isLive, type WorkspaceState } from './store.ts'

/** Where the work stands, in words. The time that passes is shown apart: read out every tenth of a second it would be noise. */
export function statusWords(state: Pick<WorkspaceState, 'connection' | 'work' | 'profiles' | 'profileId'>): Words & {
  readonly busy: boolean
} {
  const { connection, work } = state
  const busy = (text: string) => ({ text, tone: 'quiet' as const, busy: true })
  if (connection === 'connecting') return busy('Connecting…')
  if (connection === 'lost') return busy('Connection lost. Trying again…')
  if (connection === 'replaced') return { text: 'This session continues in another tab', tone: 'warning', busy: false }
  if (connection === 'outdated') return { text: 'The server was updated: reload the page', tone: 'warning', busy: false }
  const chosen = chosenProfile(state)
  const notReady = chosen && !isLive(work) ? notReadyWords(chosen) : null
  if (chosen && notReady) return chosen.image.name === 'failed' ? { text: notReady, tone: 'bad', busy: false } : busy(notReady)
  switch (work.phase) {
    case 'queued':
      return busy(work.position === 1 ? 'Waiting for a box: you are next' : `Waiting for a box: ${work.position - 1} before you`)
    case 'preparing':
      return busy('Starting…')
    case 'compiling':
      return busy('Compiling…')
    case 'running':
      return busy('Running')
    case 'finished':
      return { ...exitWords(work.report), busy: false }
    case 'none':
      return chosen ? { text: 'Ready', tone: 'good', busy: false } : busy('There is no language yet…')
  }
}
