import { readdir, readFile } from 'node:fs/promises'
import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import { findEndpoint } from '../engine/detect.ts'
import { AppError } from '../platform/app-error.ts'
import { type CheckedLanguage, checkLanguages, type Fault } from '../profiles/check.ts'
import { loadProfiles, ProfileError } from '../profiles/load.ts'
import type { Profile } from '../profiles/profile.ts'
import { writeSkeleton } from '../profiles/skeleton.ts'
import { smokeAll, smokeTasks } from '../smoke/languages.ts'
import { smokeFaults, smokeTable, toTable } from '../smoke/smoke-table.ts'
import { ensureGround, ensureLanguages } from './images.ts'
import type { SetupOptions } from './options.ts'
import { SetupError, type Steps } from './steps.ts'

const USAGE = `npm run profiles -- check [language …]   looks for mistakes in profile.json and smoke.json
npm run profiles -- build [language …]   builds images
npm run profiles -- test [language …]    builds images, and runs the smoke tests in boxes
npm run profiles -- add <language>       begins a new language: a folder that works, to be changed

A language is named as its folder in profiles/languages. Without a name, all are meant.`

/** `npm run profiles`: what those who add a language need. Returns the exit status. */
export async function runProfiles(steps: Steps, root: string, { names: [action, ...ids], rebuild }: SetupOptions): Promise<number> {
  const folder = join(root, 'profiles')
  switch (action) {
    case 'check':
      return check(steps, root, folder, ids)
    case 'build':
      await build(steps, root, folder, ids, rebuild)
      return 0
    case 'test':
      return test(steps, root, folder, ids, rebuild)
    case 'add':
      return add(steps, folder, ids)
    default:
      throw new SetupError(`${action === undefined ? 'Say what to do.' : `There is no ${action}.`}\n\n${USAGE}`)
  }
}

async function check(steps: Steps, root: string, folder: string, ids: readonly string[]): Promise<number> {
  const { languages, faults } = await checkLanguages(folder, ids, await editorLanguages(root))
  const all = [...faults, ...languages.flatMap(language => language.faults)]
  steps.say(checkTable(languages))
  for (const fault of all) steps.say(`\n${faultText(fault)}`)
  steps.say(`\n${languages.length} checked, ${all.length === 0 ? 'nothing wrong' : `${all.length} to put right`}.`)
  return all.length === 0 ? 0 : 1
}

function checkTable(languages: readonly CheckedLanguage[]): string {
  const has = (what: unknown): string => (what ? 'yes' : '–')
  const rows = languages.map(({ id, profile, smoke, faults }) => [
    id,
    profile?.title ?? '?',
    String(profile?.samples.length ?? '?'),
    String(profile?.libraries.length ?? '?'),
    profile?.standby ?? '?',
    has(profile?.compile),
    has(profile?.console),
    has(profile?.lint),
    has(profile?.format),
    String(smoke?.cases.length ?? '?'),
    faults.length === 0 ? '✓' : `✗ ${faults.length}`,
  ])
  return toTable(
    ['language', 'title', 'samples', 'libraries', 'standby', 'compiles', 'console', 'lints', 'formats', 'cases', 'check'],
    rows,
  )
}

function faultText({ file, field, what, fix }: Fault): string {
  return `profiles/${file}${field === '' ? '' : `, ${field}`}: ${what}.\n  → ${fix}`
}

async function build(steps: Steps, root: string, folder: string, ids: readonly string[], rebuild: boolean): Promise<readonly Profile[]> {
  const profiles = await namedProfiles(folder, ids)
  await ensureLanguages(steps, await ensureGround(steps, await endpoint(), root, rebuild), profiles)
  return profiles
}

async function test(steps: Steps, root: string, folder: string, ids: readonly string[], rebuild: boolean): Promise<number> {
  const profiles = await build(steps, root, folder, ids, rebuild)
  const tasks = await smokeTasks(
    root,
    folder,
    await endpoint(),
    profiles.map(({ id }) => id),
  )
  const languages = await Promise.all(smokeAll(tasks, Math.min(2, availableParallelism())))
  const faults = smokeFaults(languages)
  steps.say(`\n${smokeTable(languages)}`)
  for (const fault of faults) steps.say(`\n✗ ${fault}`)
  return faults.length === 0 ? 0 : 1
}

async function add(steps: Steps, folder: string, ids: readonly string[]): Promise<number> {
  const [id, ...more] = ids
  if (id === undefined || more.length > 0) throw new SetupError(`Name one language to add.\n\n${USAGE}`)
  const files = await writeSkeleton(folder, id)
  steps.say(`profiles/languages/${id} is there: a language that works, with a shell in place of a toolchain.\n`)
  for (const file of files) steps.say(`  ${file}`)
  steps.say(
    `\nMake it yours as profiles/README.md tells, and try it with\n\n  npm run profiles -- check ${id}\n  npm run profiles -- test ${id}\n`,
  )
  return 0
}

async function namedProfiles(folder: string, ids: readonly string[]): Promise<readonly Profile[]> {
  const profiles = await loadProfiles(folder)
  const unknown = ids.filter(id => !profiles.some(profile => profile.id === id))
  if (unknown.length > 0)
    throw new ProfileError(`There is no language ${unknown.join(', ')}. There are: ${profiles.map(({ id }) => id).join(', ')}.`)
  return ids.length === 0 ? profiles : profiles.filter(({ id }) => ids.includes(id))
}

async function endpoint(): ReturnType<typeof findEndpoint> {
  return findEndpoint(process.env).catch(fault => {
    if (fault instanceof AppError) throw new SetupError(`${fault.message}\nnpm start finds, installs or starts an engine.`)
    throw fault
  })
}

/** The languages that the editor knows, as it registers them, and the one that the page adds (components/editor/haskell.ts). */
async function editorLanguages(root: string): Promise<ReadonlySet<string>> {
  const definitions = join(root, 'node_modules/monaco-editor/esm/vs/languages/definitions')
  const names = new Set(['plaintext', 'json', 'haskell'])
  for (const folder of await readdir(definitions, { withFileTypes: true })) {
    if (!folder.isDirectory()) continue
    const source = await readFile(join(definitions, folder.name, 'register.js'), 'utf8').catch(() => '')
    for (const [, id] of source.matchAll(/^\s*id: "([^"]+)"/gm)) names.add(id as string)
  }
  return names
}
