import { availableParallelism } from 'node:os'
import { join, relative, resolve, sep } from 'node:path'
import { findEndpoint } from '../engine/detect.ts'
import { AuthoringError, writeNewExercise } from '../exercises/authoring/new-exercise.ts'
import { type CheckReport, checkExercises } from '../exercises/check/check.ts'
import { faultText } from '../exercises/format/fault.ts'
import { importTrack } from '../exercises/import/import-track.ts'
import { AppError } from '../platform/app-error.ts'
import { loadProfiles } from '../profiles/load.ts'
import type { Profile } from '../profiles/profile.ts'
import { toTable } from '../smoke/smoke-table.ts'
import { openGrader } from './grader.ts'
import { ensureGround, ensureLanguages } from './images.ts'
import type { SetupOptions } from './options.ts'
import { runRegrade } from './regrade.ts'
import { SetupError, type Steps } from './steps.ts'

const USAGE = `npm run exercises -- check [folder …]             looks for mistakes, and grades every solution and starter
npm run exercises -- new <folder>                begins an exercise: a folder that passes check, to be changed
npm run exercises -- import <track> --into <folder>
                                                 makes a course of an Exercism track: a checkout of its repository
npm run exercises -- regrade <slug or id>        grades again what was handed in for an exercise, or one submission, and tells what differs

A folder is an exercise, a course, or holds some. Without one, check means all that are shipped.

  --only <slug>          (check) This exercise only
  --static               (check) Run nothing: needs no engine
  --language <id>        (new) The language, as its folder in profiles/languages is called; the first when absent
  --title <text>         (new) The title; made of the folder’s name when absent
  --newest               (regrade) With the exercise as it is now, not as it was when something was handed in
  --keep                 (regrade) Put the new results in the place of the old ones`

/** Where the exercises lie that are shipped. */
function shippedExercises(root: string): string {
  return join(root, 'profiles/exercises')
}

/** `npm run exercises`: what those who write exercises need. Returns the exit status. */
export async function runExercises(steps: Steps, root: string, options: SetupOptions): Promise<number> {
  const {
    names: [action, ...folders],
  } = options
  switch (action) {
    case 'check':
      return check(steps, root, folders, options)
    case 'new':
      return begin(steps, root, folders, options)
    case 'import':
      return bring(steps, root, folders, options)
    case 'regrade':
      return runRegrade(steps, root, options, languages => prepareGrader(steps, root, languages, 1))
    default:
      throw new SetupError(`${action === undefined ? 'Say what to do.' : `There is no ${action}.`}\n\n${USAGE}`)
  }
}

async function check(steps: Steps, root: string, names: readonly string[], options: SetupOptions): Promise<number> {
  const shipped = shippedExercises(root)
  const folders = names.length === 0 ? [shipped] : names.map(whereAsked)
  const profiles = await loadProfiles(join(root, 'profiles'))
  const atOnce = Math.min(2, availableParallelism())
  const report = await steps.step('Checking exercises', progress =>
    checkExercises({
      folders,
      // Of a folder of one's own a server has nothing that is shipped.
      around: folders.every(folder => isWithin(shipped, folder)) ? [shipped] : [],
      only: options.only,
      profiles,
      openGrader: options.static ? null : languages => prepareGrader(steps, root, languages, atOnce),
      atOnce,
      onFault: fault => steps.say(faultText({ ...fault, file: asAsked(fault.file) })),
      onProgress: progress,
      signal: new AbortController().signal,
    }),
  )
  steps.say(`\n${checkTable(report)}`)
  const exercises = new Set(report.rows.map(({ slug }) => slug)).size
  steps.say(`\n${exercises} checked, ${report.faults === 0 ? 'nothing wrong' : `${report.faults} to put right`}.`)
  return report.faults === 0 ? 0 : 1
}

function isWithin(folder: string, path: string): boolean {
  return path === folder || path.startsWith(join(folder, sep))
}

function checkTable({ rows }: CheckReport): string {
  const cells = rows.map(({ slug, language, graded, faults }) => [
    slug,
    language || '?',
    graded ? String(graded.tests) : '–',
    graded ? `${graded.slowestMs} ms` : '–',
    graded ? `${graded.limitMs} ms` : '–',
    faults === 0 ? '✓' : `✗ ${faults}`,
  ])
  return toTable(['exercise', 'language', 'tests', 'slowest', 'limit', 'check'], cells)
}

async function prepareGrader(steps: Steps, root: string, languages: readonly Profile[], atOnce: number): ReturnType<typeof openGrader> {
  const endpoint = await findEndpoint(process.env).catch(fault => {
    if (fault instanceof AppError)
      throw new SetupError(`${fault.message}\nnpm start finds, installs or starts an engine; --static checks without one.`)
    throw fault
  })
  await ensureLanguages(steps, await ensureGround(steps, endpoint, root, false), languages)
  return openGrader(root, join(root, 'profiles'), endpoint, languages, atOnce)
}

async function begin(steps: Steps, root: string, folders: readonly string[], { language, title }: SetupOptions): Promise<number> {
  const [name, ...more] = folders
  if (name === undefined || more.length > 0) throw new SetupError(`Name one folder to begin.\n\n${USAGE}`)
  const profiles = await loadProfiles(join(root, 'profiles'))
  const profile = language === undefined ? profiles[0] : profiles.find(({ id }) => id === language)
  if (!profile) throw new AuthoringError(`There is no language ${language}. There are: ${profiles.map(({ id }) => id).join(', ')}.`)
  const folder = whereAsked(name)
  const files = await writeNewExercise({ folder, language: profile, title })
  steps.say(`${asAsked(folder)} is there: an exercise in ${profile.title} that passes check.\n`)
  for (const file of files) steps.say(`  ${file}`)
  steps.say(`\nMake it yours, and try it with\n\n  npm run exercises -- check ${asAsked(folder)}\n`)
  return 0
}

async function bring(steps: Steps, root: string, names: readonly string[], { into }: SetupOptions): Promise<number> {
  const [track, ...more] = names
  if (track === undefined || more.length > 0) throw new SetupError(`Name one folder: the checkout of a track.\n\n${USAGE}`)
  if (into === undefined) throw new SetupError(`Say where the course is put: --into <folder>.\n\n${USAGE}`)
  const languages = await loadProfiles(join(root, 'profiles'))
  const { folder, imported, left } = await steps.step('Importing exercises', onProgress =>
    importTrack({ track: whereAsked(track), into: whereAsked(into), languages, onProgress }),
  )
  for (const { slug, reason } of left) steps.say(`${slug} is left out: ${reason}`)
  steps.say(`\n${imported.length} exercises are in ${asAsked(folder)}, ${left.length} are left out. See which of them pass here:\n`)
  steps.say(`  npm run exercises -- check ${asAsked(folder)}\n`)
  return 0
}

/** npm changes to the repository's folder; folders are meant from where it was called. */
function whereAsked(folder: string): string {
  return resolve(process.env.INIT_CWD ?? '.', folder)
}

function asAsked(file: string): string {
  const path = relative(process.env.INIT_CWD ?? '.', file)
  return path.startsWith('../../..') ? file : path || '.'
}
