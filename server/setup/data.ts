import { resolve } from 'node:path'
import { readConfig } from '../platform/config.ts'
import { silentLogger } from '../platform/logger.ts'
import { SubmissionId } from '../protocol/exercise.ts'
import { SnippetId } from '../protocol/snippet.ts'
import { backUp, isSqliteFile, restore } from '../store/backup.ts'
import { type Counts, readExport, writeBackup, writeExport } from '../store/export-file.ts'
import { databaseFile, openStore, type Place } from '../store/open.ts'
import { openPostgres } from '../store/postgres.ts'
import { KEY_USAGE, runKeys } from './keys.ts'
import { LTI_USAGE, runLti } from './lti.ts'
import type { SetupOptions } from './options.ts'
import { SetupError, type Steps } from './steps.ts'

const USAGE = `npm run data -- backup <file>                    keeps everything as it is at one moment, also while a server runs
npm run data -- restore <file>                   SQLite: puts a backup in its place; PostgreSQL, or an export: adds what is missing
npm run data -- export <file>                    writes every snippet, and every submission, as lines of JSON
npm run data -- takedown <id> --reason <text>    drops a snippet, and refuses to take the same one again
npm run data -- forget <id>                      drops a submission: what was handed in, and its result
${KEY_USAGE}
${LTI_USAGE}

Backups, exports and restoring are for the database of GLOVEBOX_DATA_FOLDER or DATABASE_URL (README.md).`

const REASON_LENGTH = 500
/** What an action is done with, where it is not a file. */
const WHAT: Readonly<Record<string, string>> = { takedown: 'snippet', forget: 'submission' }

/** `npm run data`: what operators do with the data. Returns the exit status. */
export async function runData(steps: Steps, options: SetupOptions): Promise<number> {
  const {
    names: [action, subject, ...more],
    reason,
  } = options
  if (action === 'key' || action === 'lti') {
    const run = action === 'key' ? runKeys : runLti
    steps.say(await run(readConfig(process.env), options))
    return 0
  }
  const actions = { backup, restore: restoreFrom, export: exportTo, takedown: takeDown, forget }
  if (action === undefined || !Object.hasOwn(actions, action)) {
    throw new SetupError(`${action === undefined ? 'Say what to do.' : `There is no ${action}.`}\n\n${USAGE}`)
  }
  if (subject === undefined || more.length > 0) {
    throw new SetupError(`Name one ${WHAT[action] ?? 'file'}.\n\n${USAGE}`)
  }
  steps.say(await actions[action as keyof typeof actions](readConfig(process.env), subject, reason))
  return 0
}

async function backup(place: Place, subject: string): Promise<string> {
  const file = whereAsked(subject)
  if (place.databaseUrl !== null) {
    await using store = await openPostgres(place.databaseUrl, silentLogger())
    return `${count(await store.atOneMoment(everything => writeBackup(everything, file)))} are written to ${file}.`
  }
  backUp(databaseFile(place), file)
  return `The database is copied to ${file}.`
}

async function restoreFrom(place: Place, subject: string): Promise<string> {
  const file = whereAsked(subject)
  if (!(await isSqliteFile(file))) {
    await using store = await openStore(place, silentLogger())
    const { added, present } = await readExport(store, file)
    return `${count(added)} are added from ${file}; ${count(present)} were there, and are as they were.`
  }
  if (place.databaseUrl !== null) {
    throw new SetupError(`${file} is a backup of an SQLite database, and DATABASE_URL is set. Restore an export of that database here.`)
  }
  const before = await restore(databaseFile(place), file, new Date())
  return `The database is as it was in ${file}.${before === null ? '' : `\nWhat it was before lies in ${before}.`}`
}

async function exportTo(place: Place, subject: string): Promise<string> {
  const file = whereAsked(subject)
  await using store = await openStore(place, silentLogger())
  const { keys: _, ...counts } = await writeExport(store, file)
  return `${count(counts)} are written to ${file}.`
}

async function takeDown(place: Place, subject: string, reason: string | undefined): Promise<string> {
  // A report comes with a link.
  const id = SnippetId.safeParse(subject.replace(/^.*\//, ''))
  if (!id.success) throw new SetupError(`"${subject}" is not the id of a snippet: 12 letters and digits, as after /s/ in its link.`)
  if (!reason || reason.length > REASON_LENGTH) throw new SetupError(`Say why, in ${REASON_LENGTH} characters: --reason "…". It is kept.`)
  await using store = await openStore(place, silentLogger())
  if (await store.snippets.takeDown(id.data, reason, Date.now())) return `Snippet ${id.data} is taken down.`
  throw new SetupError(
    (await store.snippets.read(id.data)) ? `Snippet ${id.data} was taken down before.` : `There is no snippet ${id.data}.`,
  )
}

async function forget(place: Place, subject: string): Promise<string> {
  const id = SubmissionId.safeParse(subject.replace(/^.*\//, ''))
  if (!id.success) throw new SetupError(`"${subject}" is not the id of a submission: 22 letters and digits.`)
  await using store = await openStore(place, silentLogger())
  if (await store.submissions.remove(id.data)) return `Submission ${id.data} is dropped.`
  throw new SetupError(`There is no submission ${id.data}.`)
}

function count({ snippets, keys, classes, members, submissions }: Partial<Counts>): string {
  const words = [`${snippets} snippets`]
  if (keys !== undefined) words.push(`${keys} keys`)
  if (classes) words.push(`${classes} classes`)
  if (members) words.push(`${members} students`)
  if (submissions) words.push(`${submissions} submissions`)
  return new Intl.ListFormat('en-GB').format(words)
}

/** npm changes to the repository's folder; the file is meant from where it was called. */
function whereAsked(file: string): string {
  return resolve(process.env.INIT_CWD ?? '.', file)
}
