import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdir, readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { dockerClient, type Endpoint } from '../engine/detect.ts'
import { installPackages } from './apt.ts'
import { type Builds, ensureAgentTestImage } from './images.ts'
import { readPlaywrightReport, readVitestReport, type Tally } from './reports.ts'
import { SetupError, type Steps } from './steps.ts'
import { hasProgram, postgresPrograms } from './system.ts'

/** Debian's packages and programs of that name, the one that the tests prefer (e2e/chromium.ts) first. */
const CHROMIUMS = ['chromium-headless-shell', 'chromium'] as const

type Suite = {
  readonly name: string
  readonly title: string
  readonly run: (context: Context) => Promise<Tally>
  /** Which languages' images it needs; all when absent. Those that it does not need are built meanwhile. */
  readonly images?: 'none' | 'first'
  /** It starts container engines of its own. */
  readonly ownEngine?: boolean
}
type ToolContext = { readonly steps: Steps; readonly root: string; readonly endpoint: Endpoint }
type Context = ToolContext & { readonly results: string }

const SUITES: readonly Suite[] = [
  {
    name: 'lint',
    title: 'Lint and format',
    images: 'none',
    run: context => check(context, [bin(context, '@biomejs/biome/bin/biome'), 'ci', '.']),
  },
  { name: 'types', title: 'Types', images: 'none', run: context => check(context, [bin(context, 'typescript/bin/tsc'), '--noEmit']) },
  {
    name: 'unused',
    title: 'Unused files and dependencies',
    images: 'none',
    run: context => check(context, [bin(context, 'knip/bin/knip.js')]),
  },
  {
    name: 'lockfile',
    title: 'Lockfile installs everywhere',
    images: 'none',
    run: context => check(context, [join(context.root, 'server/setup/complete-lockfile.mjs'), '--check']),
  },
  { name: 'unit', title: 'Unit tests', images: 'none', run: context => vitest(context, 'unit') },
  { name: 'agent', title: 'Agent tests (Go)', images: 'none', run: agentTests },
  { name: 'engine', title: 'Tests with the engine', images: 'first', run: context => vitest(context, 'engine') },
  { name: 'attack', title: 'Attacks', images: 'first', run: context => tool(context, 'e2e/attacks/attack.ts', []) },
  // Whether a box has more than its share of the processors shows only where nothing else wants them: not while images are built.
  { name: 'mutate', title: 'Attacks on a wall with a layer missing', run: context => tool(context, 'e2e/attacks/attack.ts', ['--mutate']) },
  { name: 'languages', title: 'Languages', run: context => vitest(context, 'languages') },
  { name: 'exercises', title: 'Exercises, graded', run: context => vitest(context, 'exercises') },
  { name: 'programs', title: 'Real programs', run: context => tool(context, 'e2e/programs/programs.ts', []) },
  { name: 'e2e', title: 'Whole system in Chromium', run: playwright },
  { name: 'gvisor', title: 'Attacks behind gVisor', run: context => tool(context, 'e2e/attacks/attack.ts', ['--gvisor']), ownEngine: true },
  { name: 'bench', title: 'The bench works (so short, its figures do not count)', run: benchWorks },
  { name: 'chaos', title: 'Chaos', run: context => tool(context, 'e2e/chaos/chaos.ts', []), ownEngine: true },
]

/**
 * Runs the suites that are named, or all, one after the other. The last line written is the sum of all counts. Returns the exit status.
 * @param languages begins to build the languages' images.
 */
export async function runSuites(
  { steps, root, endpoint }: ToolContext,
  names: readonly string[],
  languages: () => Builds,
): Promise<number> {
  const unknown = names.filter(name => !SUITES.some(suite => suite.name === name))
  if (unknown.length > 0) {
    throw new SetupError(`No such suite: ${unknown.join(', ')}. There are: ${SUITES.map(suite => suite.name).join(', ')}.`)
  }
  const results = join(root, 'e2e/results')
  await rm(results, { recursive: true, force: true })
  await mkdir(results, { recursive: true })
  const total = { passed: 0, failed: 0 }
  const faults: string[] = []
  const fail = (fault: string): void => {
    total.failed += 1
    faults.push(fault)
    steps.say(`✗ ${fault}`)
  }
  const wanted = SUITES.filter(suite => names.length === 0 || names.includes(suite.name))
  const builds = wanted.some(suite => suite.images !== 'none') ? languages() : null
  let unheard = builds
  for (const suite of wanted) {
    if (suite.images === 'first') await builds?.first
    else if (suite.images !== 'none' && unheard) {
      const late = await unheard.all
      unheard = null
      late.forEach(fail)
    }
    if (suite.ownEngine && !mayStartEngines()) {
      steps.say(`\n── ${suite.title}: left out here. It starts container engines of its own, for which it needs Linux and root.`)
      continue
    }
    const startedMs = performance.now()
    steps.say(`\n── ${suite.title}`)
    const tally: Tally = await suite.run({ steps, root, endpoint, results }).catch(fault => {
      steps.say((fault as Error).message)
      return { passed: 0, failed: 1, faults: [(fault as Error).message] }
    })
    total.passed += tally.passed
    total.failed += tally.failed
    if (tally.failed > 0) faults.push(...(tally.faults?.length ? tally.faults : ['see above']).map(fault => `${suite.title}: ${fault}`))
    const seconds = ((performance.now() - startedMs) / 1000).toFixed(1)
    steps.say(`── ${suite.title}: ${tally.passed} passed, ${tally.failed} failed (${seconds} s)`)
  }
  // A language that was not waited for is waited for now: it must not be built behind the sum.
  for (const fault of (await unheard?.all) ?? []) fail(fault)
  if (faults.length > 0) steps.say(`\nWhat failed:\n${faults.map(fault => `✗ ${fault}`).join('\n')}`)
  steps.say(`\n${total.passed} passed, ${total.failed} failed`)
  return total.failed === 0 && total.passed > 0 ? 0 : 1
}

/** The browser of the whole-system tests. */
export async function ensureChromium(steps: Steps): Promise<void> {
  const present = CHROMIUMS.find(hasProgram)
  const mayInstall = process.getuid?.() === 0 && hasProgram('apt-get')
  if (present === CHROMIUMS[0] || (present && !mayInstall)) return steps.done(`Chromium, for tests: ${present}`)
  if (!mayInstall) {
    throw new SetupError(
      `The whole-system tests need Chromium. Run this, then try again:\n\n    sudo apt-get install -y ${CHROMIUMS[0]} fonts-noto-color-emoji\n`,
    )
  }
  try {
    await steps.step('Installing Chromium for the whole-system tests', progress =>
      installPackages([CHROMIUMS[0], 'fonts-noto-color-emoji'], progress),
    )
  } catch (fault) {
    // Not every system with apt has that one.
    if (!present) throw fault
  }
}

/** Whether tests may start engines beside the machine's own. The same in .vitest.config.ts. */
function mayStartEngines(): boolean {
  return process.platform === 'linux' && process.getuid?.() === 0
}

/** What the engines that tests start beside the machine's own consist of: gVisor and Podman; and AppArmor's parser. */
export async function ensureTestEngines(steps: Steps): Promise<void> {
  if (!mayStartEngines()) return
  if (hasProgram('runsc') && hasProgram('podman') && hasProgram('apparmor_parser')) return steps.done('gVisor and Podman, for tests')
  if (!hasProgram('apt-get'))
    throw new SetupError('The tests of other engines need runsc (gVisor), podman and apparmor_parser. Install them, then try again.')
  await steps.step('Installing gVisor and Podman for their tests', progress => installPackages(['runsc', 'podman', 'apparmor'], progress))
}

/** The database server that tests start beside the machine's own. */
export async function ensureTestDatabase(steps: Steps): Promise<void> {
  if (!mayStartEngines()) return
  if (postgresPrograms() !== null) return steps.done('PostgreSQL, for tests')
  if (!hasProgram('apt-get')) throw new SetupError('The tests of the store need a PostgreSQL server. Install it, then try again.')
  await steps.step('Installing PostgreSQL for its tests', progress => installPackages(['postgresql'], progress))
}

/** Runs one of the tools under e2e/ with its output shown. Resolves with its exit status. */
export function runTool(context: ToolContext, script: string, argv: readonly string[]): Promise<number> {
  return run(context, [bin(context, 'tsx/dist/cli.mjs'), join(context.root, script), ...argv])
}

function bin(context: ToolContext, path: string): string {
  return join(context.root, 'node_modules', path)
}

/** Runs one of the tools under e2e/, and reads its last line: the sum. */
async function tool(context: Context, script: string, argv: readonly string[]): Promise<Tally> {
  let sum = ''
  const faults: string[] = []
  const code = await run(context, [bin(context, 'tsx/dist/cli.mjs'), join(context.root, script), ...argv], {}, line => {
    if (/^\d+ passed, \d+ failed$/.test(line)) sum = line
    if (line.startsWith('✗ ')) faults.push(line.slice(2))
  })
  const [passed = 0, failed = 0] = (sum.match(/\d+/g) ?? []).map(Number)
  return settle(code, { passed, failed, faults })
}

/** The bench ends with 2 where its figures do not count, as those of a short run never do. */
async function benchWorks(context: Context): Promise<Tally> {
  const argv = [
    bin(context, 'tsx/dist/cli.mjs'),
    join(context.root, 'e2e/bench/bench.ts'),
    '--quick',
    'hot',
    'browser',
    'stateless',
    'flood',
    'growth',
    'gradings',
  ]
  return (await run(context, argv)) === 2 ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 }
}

/** Runs a Node program with its output shown. Resolves with its exit status. */
async function run(
  context: ToolContext,
  argv: readonly string[],
  env: Record<string, string> = {},
  onLine: ((line: string) => void) | null = null,
): Promise<number> {
  const child = spawn(process.execPath, [...argv], {
    cwd: context.root,
    stdio: ['ignore', onLine ? 'pipe' : 'inherit', 'inherit'],
    env: { ...process.env, DOCKER_HOST: context.endpoint.address, NEXT_TELEMETRY_DISABLED: '1', ...env },
  })
  if (child.stdout) {
    createInterface({ input: child.stdout }).on('line', line => {
      context.steps.say(line)
      onLine?.(line)
    })
  }
  const [code] = await once(child, 'close')
  return code ?? 1
}

async function check(context: Context, argv: readonly string[]): Promise<Tally> {
  return (await run(context, argv)) === 0 ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 }
}

async function vitest(context: Context, project: string): Promise<Tally> {
  const file = join(context.results, `${project}.json`)
  const code = await run(context, [
    bin(context, 'vitest/vitest.mjs'),
    'run',
    '--config',
    '.vitest.config.ts',
    // And what of it wants the machine to itself.
    '--project',
    `${project}*`,
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${file}`,
  ])
  return settle(code, readVitestReport(await readFile(file, 'utf8')))
}

async function playwright(context: Context): Promise<Tally> {
  const file = join(context.results, 'e2e.json')
  const code = await run(context, [bin(context, '@playwright/test/cli.js'), 'test', '--config', 'e2e/playwright.config.ts'], {
    PLAYWRIGHT_JSON_OUTPUT_FILE: file,
  })
  return settle(code, readPlaywrightReport(await readFile(file, 'utf8')))
}

/** The Go tests run in the image stage that has the toolchain. Making process namespaces, for tests of a process 1, takes CAP_SYS_ADMIN there. */
async function agentTests(context: Context): Promise<Tally> {
  const image = await ensureAgentTestImage(context.steps, context.endpoint, context.root)
  const docker = dockerClient(context.endpoint, 0)
  const container = await docker.createContainer({
    Image: image,
    // Those that are parallel only wait. A fuzzing that ends at a time fails now and then on a busy machine (golang/go#75804), and spends most of it on
    // making long inputs shorter.
    Cmd: [
      'sh',
      '-c',
      'go vet ./... && go test -json -parallel=8 ./... && go test -run=^$ -fuzz=FuzzDecoder -fuzztime=200000x -fuzzminimizetime=10x',
    ],
    Tty: true,
    HostConfig: {
      NetworkMode: 'none',
      AutoRemove: false,
      CapAdd: ['SYS_ADMIN'],
      SecurityOpt: ['seccomp=unconfined', 'apparmor=unconfined'],
      Memory: 2 ** 31,
    },
  })
  try {
    const output = await container.attach({ stream: true, stdout: true, stderr: true })
    await container.start()
    let passed = 0
    const faults: string[] = []
    for await (const line of createInterface({ input: output })) {
      const event = readTestEvent(line)
      if (!event) context.steps.say(line)
      else if (event.Test && event.Action === 'pass') passed += 1
      else if (event.Test && event.Action === 'fail') faults.push(event.Test)
      else if (event.Action === 'output' && event.Output && !/^\s*(=== |--- PASS|PASS)/.test(event.Output))
        process.stdout.write(event.Output)
    }
    const { StatusCode } = (await container.wait()) as { StatusCode: number }
    return settle(StatusCode, { passed, failed: faults.length, faults })
  } finally {
    await container.remove({ force: true })
  }
}

type TestEvent = { readonly Action: string; readonly Test?: string; readonly Output?: string }

/** A line of `go test -json` (cmd/test2json). */
function readTestEvent(line: string): TestEvent | null {
  try {
    const event = JSON.parse(line) as TestEvent
    return typeof event.Action === 'string' ? event : null
  } catch {
    return null
  }
}

/** A suite that failed without a failed test, such as one that does not compile, counts as one failure. So does one without any test. */
function settle(code: number, tally: Tally): Tally {
  return { ...tally, failed: tally.failed === 0 && (code !== 0 || tally.passed === 0) ? 1 : tally.failed }
}
