import { setTimeout as sleep } from 'node:timers/promises'
import { stripVTControlCharacters } from 'node:util'
import { Box } from '../box/box.ts'
import { checkInBox, formatInBox } from '../box/jobs.ts'
import { Run, type RunOutcome } from '../box/runner.ts'
import { askToolchain } from '../box/toolchain.ts'
import type { Engine } from '../engine/engine.ts'
import { createOwner } from '../engine/reaper.ts'
import type { Profile } from '../profiles/profile.ts'
import type { SmokeCase, SmokeFile } from '../profiles/smoke.ts'
import type { SourceFile } from '../protocol/messages.ts'
import { findPositions } from '../protocol/positions.ts'

export type SmokeTask = { readonly engine: Engine; readonly profile: Profile; readonly image: string; readonly smoke: SmokeFile }

type SmokeResult = {
  /** A case's subject, or `format`, `lint`, `ahead` (faults found before a Run) and `versions`. */
  readonly subject: string
  /** What was not as expected; empty when all was. */
  readonly faults: readonly string[]
  readonly ms: number
}

export type LanguageResult = {
  readonly id: string
  readonly title: string
  readonly version: string | null
  readonly results: readonly SmokeResult[]
  readonly ms: number
}

type Place = SmokeCase['expect']['positions'][number]

/** One thing that is shown of a language. */
type Check = { readonly subject: string; readonly run: (keeper: BoxKeeper) => Promise<readonly string[]> }

const OPEN_MS = 60_000
const SIZE = { cols: 120, rows: 30 }
/** A program that has said something and then nothing for this long waits for an answer. */
const QUIET_MS = 60
/** A program that says nothing, and a console that does not ask, get their answer after this long all the same. */
const SILENT_MS = 10_000
/** What consoles ask with, at the end of what they have said: `>>> `, `~ $ `, `% `, `?- `, and `... ` in the midst of something. */
const PROMPT = /[>$%.-] $/
const SHOWN_CHARS = 600
/** No case is quiet for as long as a person may be. */
const IDLE_MS = 30_000
/** ECMA-48's device status report, and its answer (CPR). */
const ASKS_CURSOR = '\x1b[6n'
const CURSOR_IS = '\x1b[1;1R'

/** What `smokeLanguage` will try, in this order. */
export function smokeSubjects({ profile, smoke }: Pick<SmokeTask, 'profile' | 'smoke'>): readonly string[] {
  return checksOf(profile, smoke).map(({ subject }) => subject)
}

/** Tries all that a language's smoke tests say in boxes as visitors have them: one box, reset in between, unless a case spoils it. */
export async function smokeLanguage({ engine, profile: own, image, smoke }: SmokeTask): Promise<LanguageResult> {
  const profile = { ...own, runLimits: { ...own.runLimits, idleMs: IDLE_MS } }
  const startedMs = performance.now()
  const results: SmokeResult[] = []
  await using keeper = new BoxKeeper(engine, profile, image)
  for (const { subject, run } of checksOf(profile, smoke)) {
    const caseMs = performance.now()
    const faults = await run(keeper).catch(fault => {
      keeper.spoil()
      return [`could not be tried: ${(fault as Error).message}`]
    })
    results.push({ subject, faults, ms: performance.now() - caseMs })
  }
  return { id: profile.id, title: profile.title, version: keeper.version, results, ms: performance.now() - startedMs }
}

function checksOf(profile: Profile, smoke: SmokeFile): readonly Check[] {
  const { format, lint } = smoke
  const checks: Check[] = [{ subject: 'versions', run: keeper => tryVersions(keeper, profile) }]
  for (const one of smoke.cases) checks.push({ subject: one.subject, run: keeper => tryCase(keeper, profile, one) })
  if (profile.compile)
    for (const one of smoke.cases.filter(({ expect }) => expect.stage === 'compile' && expect.positions.length > 0))
      checks.push({ subject: 'ahead', run: keeper => tryCheck(keeper, profile, filesOf(profile, one), one.expect.positions) })
  if (format) checks.push({ subject: 'format', run: keeper => tryFormat(keeper, format) })
  if (lint) {
    const files = Object.entries(lint.files).map(([name, content]) => ({ name, content }))
    checks.push({ subject: 'lint', run: keeper => tryCheck(keeper, profile, files, lint.positions) })
  }
  return checks
}

/** A box that is as new whenever it is asked for. */
class BoxKeeper implements AsyncDisposable {
  readonly #engine: Engine
  readonly #profile: Profile
  readonly #image: string
  #box: Box | null = null
  #used = false
  version: string | null = null

  constructor(engine: Engine, profile: Profile, image: string) {
    this.#engine = engine
    this.#profile = profile
    this.#image = image
  }

  async take(): Promise<Box> {
    if (this.#box && this.#used) {
      const { clean } = await this.#box.link.reset([], true).catch(() => ({ clean: false }))
      if (!clean) await this.#drop()
    }
    this.#box ??= await this.open(this.#profile)
    this.#used = true
    return this.#box
  }

  /** A box of its own, for limits of its own. */
  open(profile: Profile): Promise<Box> {
    const deps = { engine: this.#engine, labels: createOwner().labels, onMade: () => {}, onGone: () => {} }
    return Box.open(deps, profile, this.#image, AbortSignal.timeout(OPEN_MS))
  }

  /** The box is of no more use. */
  spoil(): void {
    void this.#drop()
  }

  async #drop(): Promise<void> {
    const box = this.#box
    this.#box = null
    await box?.destroy().catch(() => {})
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#drop()
  }
}

async function tryVersions(keeper: BoxKeeper, profile: Profile): Promise<readonly string[]> {
  const { version, packages } = await askToolchain(await keeper.take(), profile)
  keeper.version = version
  const unknown = profile.libraries.filter(library => !packages.has(library.package))
  return [
    ...(version === null ? [`no version: the answer of ${profile.version.argv.join(' ')} does not fit version.pattern`] : []),
    ...unknown.map(library => `the package ${library.package} of the library ${library.title} is not in the image`),
  ]
}

async function tryFormat(keeper: BoxKeeper, { name, before, after }: NonNullable<SmokeFile['format']>): Promise<readonly string[]> {
  const { content, message, boxUsable } = await formatInBox(await keeper.take(), name, before, AbortSignal.timeout(OPEN_MS))
  if (!boxUsable) keeper.spoil()
  if (content === null) return [`the formatter refuses: ${message}`]
  return content === after ? [] : [`formatted, it is not as expected but:\n${shown(content)}`]
}

async function tryCheck(
  keeper: BoxKeeper,
  profile: Profile,
  files: readonly SourceFile[],
  positions: readonly Place[],
): Promise<readonly string[]> {
  const main = files[0]?.name ?? profile.mainFile
  const found = await checkInBox(await keeper.take(), { main, files }, AbortSignal.timeout(OPEN_MS))
  if (!found) return ['the check took too long']
  if (!found.boxUsable) keeper.spoil()
  return [...(found.ok ? ['the check finds nothing'] : []), ...missingPlaces(profile, found.output, positions)]
}

async function tryCase(keeper: BoxKeeper, profile: Profile, one: SmokeCase): Promise<readonly string[]> {
  const changed = Object.fromEntries(Object.entries(one.limits).filter(([, value]) => value !== undefined))
  const ownLimits = Object.keys(changed).length > 0
  const box = ownLimits ? await keeper.open({ ...profile, runLimits: { ...profile.runLimits, ...changed } }) : await keeper.take()
  try {
    const { outcome, output } = await runCase(box, profile, one)
    const faults = [...judge(profile, one, outcome, output)]
    if (outcome.boxUsable && one.expect.written.length > 0) {
      const { files } = await box.link.list()
      for (const name of one.expect.written) if (!files.some(file => file.name === name)) faults.push(`no file ${name} was written`)
    }
    if (!outcome.boxUsable && !ownLimits) keeper.spoil()
    return faults.length > 0 ? [...faults, `its output:\n${shown(output)}`] : []
  } finally {
    if (ownLimits) await box.destroy().catch(() => {})
  }
}

function filesOf(profile: Profile, { files, sample }: SmokeCase): readonly SourceFile[] {
  if (files) return Object.entries(files).map(([name, content]) => ({ name, content }))
  const found = profile.samples.find(({ title }) => title === sample)
  if (!found) throw new Error(`there is no sample "${sample}"`)
  return found.files
}

async function runCase(box: Box, profile: Profile, one: SmokeCase): Promise<{ outcome: RunOutcome; output: string }> {
  const files = filesOf(profile, one)
  const decoder = new TextDecoder()
  let output = ''
  let ended = false
  let said = (): void => {}
  let started = (): void => {}
  const running = new Promise<void>(resolve => {
    started = resolve
  })
  const { args, mode, stdin } = one
  const run = new Run(
    box,
    { main: files[0]?.name ?? profile.mainFile, files, args, mode, size: SIZE, ...(stdin === undefined ? {} : { stdin }) },
    {
      onStarted: () => started(),
      onOutput: bytes => {
        const text = decoder.decode(bytes, { stream: true })
        output += text
        run.credit(bytes.length)
        // As any terminal does: some consoles ask where the cursor is before they read a line, and wait.
        if (text.includes(ASKS_CURSOR)) run.write(Buffer.from(CURSOR_IS))
        said()
      },
    },
  )
  let typedAt = 0
  /** A console that takes its time may be quiet in the midst of its banner, or before it answers. */
  const patienceMs = (): number => {
    const since = output.slice(typedAt)
    const asks = mode === 'console' ? PROMPT.test(stripVTControlCharacters(since)) : since !== ''
    return asks || ended ? QUIET_MS : SILENT_MS
  }
  /** Resolves when the program has said something and then nothing more, or says nothing at all; of a console, when it has asked. */
  const quiet = (): Promise<void> =>
    new Promise(resolve => {
      const done = (): void => {
        clearTimeout(timer)
        said = () => {}
        resolve()
      }
      let timer = setTimeout(done, patienceMs())
      said = () => {
        clearTimeout(timer)
        timer = setTimeout(done, patienceMs())
      }
    })
  const type = async (typed: string): Promise<void> => {
    await Promise.race([running, run.outcome])
    for (const part of typed.split(/(?<=[\n\cD])/)) {
      await Promise.race([quiet(), run.outcome])
      if (ended) return
      typedAt = output.length
      run.write(Buffer.from(part))
    }
  }
  const typing = one.typed === undefined ? Promise.resolve() : type(one.typed)
  const outcome = await run.outcome.finally(() => {
    ended = true
    said()
  })
  await Promise.race([typing.catch(() => {}), sleep(SILENT_MS)])
  return { outcome, output: output.replaceAll('\r\n', '\n') }
}

function judge(profile: Profile, { expect }: SmokeCase, { report }: RunOutcome, output: string): readonly string[] {
  const faults: string[] = []
  // What a person sees, or where a pattern is about control sequences, these too.
  const texts = [stripVTControlCharacters(output), output]
  if (expect.output !== undefined && !texts.includes(expect.output)) faults.push(`the output is not ${JSON.stringify(expect.output)}`)
  for (const pattern of expect.matches)
    if (!texts.some(text => new RegExp(pattern, 'm').test(text))) faults.push(`nothing in the output fits /${pattern}/m`)
  if (report.reason !== expect.reason) faults.push(`it ended with ${report.reason}, not ${expect.reason}`)
  else if (report.reason === 'exited' && report.code !== expect.code) faults.push(`its exit status is ${report.code}, not ${expect.code}`)
  if (report.stage !== expect.stage) faults.push(`it ended in the stage ${report.stage}, not ${expect.stage}`)
  return [...faults, ...missingPlaces(profile, output, expect.positions)]
}

function missingPlaces(profile: Profile, output: string, expected: readonly Place[]): readonly string[] {
  const found = findPositions(output, profile.positions)
  const missing = expected.filter(
    ({ file, line, column }) => !found.some(at => at.file === file && at.line === line && (column === undefined || at.column === column)),
  )
  const places = found.map(place).join(', ') || 'none'
  return missing.map(one => `the place ${place(one)} is not found; found: ${places}`)
}

function place({ file, line, column }: Place): string {
  return column === undefined ? `${file}:${line}` : `${file}:${line}:${column}`
}

/** For a report: output of programs must not move its cursor. */
function shown(text: string): string {
  const plain = stripVTControlCharacters(text).replace(/(?!\n)\p{Cc}/gu, '·')
  return plain.length > SHOWN_CHARS ? `${plain.slice(0, SHOWN_CHARS)} …` : plain
}
