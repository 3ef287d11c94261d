import { z } from 'zod'
import { PRESET_INPUT_BYTES, SOURCE_BYTES } from '../../server/protocol/limits.ts'
import { ProfileInfo } from '../../server/protocol/profile-info.ts'

/**
 * What this browser remembers. Everything read back is checked: the store may hold what another version or an extension wrote.
 * A store that is full or closed (private windows) is no error: the page then forgets.
 */

const PREFIX = 'glovebox:'
const Text = z.string().max(SOURCE_BYTES * 2)
const Profiles = z.array(ProfileInfo).max(64)

const Settings = z.object({ args: z.string().max(65_536), stdin: z.string().max(PRESET_INPUT_BYTES * 2), useStdin: z.boolean() })

/** How programs of a language are run. */
export type RunSettings = Readonly<z.infer<typeof Settings>>

function read(store: 'localStorage' | 'sessionStorage', name: string): string | null {
  try {
    return globalThis[store]?.getItem(PREFIX + name) ?? null
  } catch {
    return null
  }
}

function write(store: 'localStorage' | 'sessionStorage', name: string, value: string): boolean {
  try {
    globalThis[store].setItem(PREFIX + name, value)
    return true
  } catch {
    return false
  }
}

export function savedSource(profileId: string): string | null {
  return Text.safeParse(read('localStorage', `source:${profileId}`)).data ?? null
}

/** False when the browser does not keep it. */
export function saveSource(profileId: string, source: string): boolean {
  return Text.safeParse(source).success && write('localStorage', `source:${profileId}`, source)
}

/** The other files of a language, as savedSources (saved-sources.ts) reads them. */
export function savedFiles(profileId: string): string | null {
  return read('localStorage', `files:${profileId}`)
}

/** False when the browser does not keep it. `null` removes what was kept. */
export function saveFiles(profileId: string, files: string | null): boolean {
  if (files !== null) return write('localStorage', `files:${profileId}`, files)
  try {
    globalThis.localStorage.removeItem(`${PREFIX}files:${profileId}`)
    return true
  } catch {
    return false
  }
}

export function savedSettings(profileId: string): RunSettings | null {
  try {
    return Settings.safeParse(JSON.parse(read('localStorage', `run:${profileId}`) ?? 'null')).data ?? null
  } catch {
    return null
  }
}

export function saveSettings(profileId: string, settings: RunSettings): boolean {
  return write('localStorage', `run:${profileId}`, JSON.stringify(settings))
}

/** Whether the list of files is shown; null where nobody has said. */
export function savedTree(): boolean | null {
  const kept = read('localStorage', 'tree')
  return kept === null ? null : kept === 'shown'
}

export function saveTree(shown: boolean): void {
  write('localStorage', 'tree', shown ? 'shown' : 'hidden')
}

/** @param mark of the task that it was chosen for; none: a person's own programs. */
export function savedProfileId(mark?: string): string | null {
  return read('localStorage', marked('profile', mark))
}

export function saveProfileId(id: string, mark?: string): void {
  write('localStorage', marked('profile', mark), id)
}

/** The languages as they were at the last visit, so that the editor need not wait for the server. */
export function savedProfiles(): ProfileInfo[] {
  try {
    return Profiles.safeParse(JSON.parse(read('localStorage', 'profiles') ?? '[]')).data ?? []
  } catch {
    return []
  }
}

export function saveProfiles(profiles: readonly ProfileInfo[]): void {
  write('localStorage', 'profiles', JSON.stringify(profiles))
}

export type Side = 'right' | 'below'

export function savedSide(): Side {
  return read('localStorage', 'terminal-side') === 'below' ? 'below' : 'right'
}

export function saveSide(side: Side): void {
  write('localStorage', 'terminal-side', side)
}

/** The same where a task stands beside the editor. */
export function savedTaskSide(): Side {
  return read('localStorage', 'task-terminal-side') === 'right' ? 'right' : 'below'
}

export function saveTaskSide(side: Side): void {
  write('localStorage', 'task-terminal-side', side)
}

/** How much of the width a task takes; null where nobody has said. */
export function savedTaskShare(): number | null {
  const kept = Number(read('localStorage', 'task-share') ?? Number.NaN)
  return Number.isFinite(kept) ? kept : null
}

export function saveTaskShare(percent: number): void {
  write('localStorage', 'task-share', String(percent))
}

/** Whether saving lays out the text first. */
export function savedFormatOnSave(): boolean {
  return read('localStorage', 'format-on-save') === 'yes'
}

export function saveFormatOnSave(on: boolean): void {
  write('localStorage', 'format-on-save', on ? 'yes' : 'no')
}

/** Whether the terminal tells screen readers what programs print. */
export function savedReadAloud(): boolean {
  return read('localStorage', 'read-aloud') === 'yes'
}

export function saveReadAloud(on: boolean): void {
  write('localStorage', 'read-aloud', on ? 'yes' : 'no')
}

/** The snippets that were shared from here, as ownShares (components/share/history.ts) reads them. */
export function savedShares(): string | null {
  return read('localStorage', 'shares')
}

/** False when the browser does not keep it. */
export function saveShares(shares: string): boolean {
  return write('localStorage', 'shares', shares)
}

/** The classes that were made here, as ownClasses (components/classes/own-classes.ts) reads them. */
export function savedClasses(): string | null {
  return read('localStorage', 'classes')
}

/** False when the browser does not keep it. */
export function saveClasses(classes: string): boolean {
  return write('localStorage', 'classes', classes)
}

/** The classes that were joined here, as memberships (components/classes/memberships.ts) reads them. */
export function savedMemberships(): string | null {
  return read('localStorage', 'memberships')
}

/** False when the browser does not keep it. */
export function saveMemberships(memberships: string): boolean {
  return write('localStorage', 'memberships', memberships)
}

/** A personal link that is being used, as returnBy (components/classes/memberships.ts) reads it. */
export function savedReturn(): string | null {
  return read('localStorage', 'return')
}

export function saveReturn(made: string): void {
  write('localStorage', 'return', made)
}

/** The forks that are kept, as rememberFork (saved-forks.ts) reads them. */
export function savedForks(): string | null {
  return read('localStorage', 'forks')
}

export function saveForks(forks: string): boolean {
  return write('localStorage', 'forks', forks)
}

/** Forgets the files and settings of a language, or of a fork. */
export function forgetWork(slot: string): void {
  try {
    for (const name of ['source', 'files', 'run']) globalThis.localStorage.removeItem(`${PREFIX}${name}:${slot}`)
  } catch {
    // There was nothing to forget.
  }
}

/** This tab's session: a reload takes it up again, another tab has its own, and so has each task. */
export function savedSession(mark?: string): string | null {
  return read('sessionStorage', marked('session', mark))
}

export function saveSession(token: string, mark?: string): void {
  write('sessionStorage', marked('session', mark), token)
}

/** What this browser remembers of an exercise, as savedRecord (components/exercise/record.ts) reads it. */
export function savedExercise(key: string): string | null {
  return read('localStorage', `exercise:${key}`)
}

/** False when the browser does not keep it. */
export function saveExercise(key: string, record: string): boolean {
  return write('localStorage', `exercise:${key}`, record)
}

/** Who has worked here in a class, as rememberOwner (components/exercise/owners.ts) reads it. */
export function savedOwners(): string | null {
  return read('localStorage', 'owners')
}

export function saveOwners(owners: string): boolean {
  return write('localStorage', 'owners', owners)
}

/** Forgets all that is kept under names with this end. Gives the slots that files may have been kept for. */
export function forgetNames(end: string): readonly string[] {
  try {
    const names = Object.keys(globalThis.localStorage).filter(name => name.startsWith(PREFIX) && name.endsWith(end))
    for (const name of names) globalThis.localStorage.removeItem(name)
    const ofFiles = `${PREFIX}files:`
    return names.filter(name => name.startsWith(ofFiles)).map(name => name.slice(ofFiles.length))
  } catch {
    return []
  }
}

/** When the newest of a teacher's comments on an exercise was made that was seen here; 0: none was. */
export function savedSeen(slug: string): number {
  const kept = Number(read('localStorage', `seen:${slug}`))
  return Number.isFinite(kept) ? kept : 0
}

export function saveSeen(slug: string, ms: number): void {
  write('localStorage', `seen:${slug}`, String(ms))
}

/** What is written of a comment that was not sent yet, on a submission. It goes with the tab. */
export function savedComment(submission: string): string {
  return read('sessionStorage', `comment:${submission}`) ?? ''
}

export function saveComment(submission: string, text: string): void {
  write('sessionStorage', `comment:${submission}`, text)
}

function marked(name: string, mark: string | undefined): string {
  return mark === undefined ? name : `${name}@${mark}`
}
