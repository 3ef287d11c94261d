// `npm run attack`: hostile programs against a running installation, through the WebSocket that browsers use. With --mutate each layer of the wall
// is taken away in turn, and an attack must then succeed.

import { setTimeout as sleep } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { type Endpoint, findEndpoint } from '../../server/engine/detect.ts'
import { BASE_IMAGE } from '../../server/profiles/images.ts'
import { findPython } from '../../server/test-box.ts'
import { GVISOR, PrivateEngine } from '../../server/test-engine.ts'
import { startServer } from '../server.ts'
import { Bystander } from './bystander.ts'
import { type Attack, readAttacks } from './catalogue.ts'
import { Tab } from './client.ts'
import { compileAttacks } from './compile.ts'
import { mutate } from './mutate.ts'
import { attackRequests } from './requests.ts'
import { letLoose } from './runner.ts'

/** The requests come from one address, far more of them than a class has: they are to meet the server's checks, not its bounds on addresses. */
const ROOMY = {
  GLOVEBOX_LANGUAGES: 'python',
  GLOVEBOX_SESSIONS_PER_ADDRESS: '10000',
  GLOVEBOX_MAX_SESSIONS: '10000',
  GLOVEBOX_GRACE_SECONDS: '1',
}
const BASELINE_MS = 3000

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { mutate: { type: 'boolean', default: false }, gvisor: { type: 'boolean', default: false }, url: { type: 'string' } },
})

const say = (line: string): void => void process.stdout.write(`${line}\n`)

async function main(): Promise<boolean> {
  const endpoint = await findEndpoint(process.env)
  const attacks = (await readAttacks(await compileAttacks(endpoint))).filter(
    ({ name, layers }) => positionals.length === 0 || positionals.some(wanted => name.startsWith(wanted) || layers.includes(wanted)),
  )
  if (attacks.length === 0) throw new Error(`no attack is called ${positionals.join(' or ')}`)
  const { passed, failed } = values.mutate ? await mutate(endpoint, attacks, say) : await attackAll(endpoint, attacks)
  say(`\n${passed} passed, ${failed} failed`)
  return failed === 0
}

async function attackAll(endpoint: Endpoint, attacks: readonly Attack[]): Promise<{ passed: number; failed: number }> {
  // gVisor is brought by an engine of its own: the machine's need not know it.
  await using engine = values.gvisor ? await gvisorEngine(endpoint) : null
  const settings = engine ? { ...ROOMY, DOCKER_HOST: engine.endpoint.address, GLOVEBOX_TIER: 'strong' } : ROOMY
  await using own = values.url ? null : await startServer(settings)
  const url = values.url ?? (own?.url as string)
  const tier = await tierOf(url)
  await using bystander = await Bystander.start(url)
  await sleep(BASELINE_MS)
  const quiet = bystander.takeFigures()
  let passed = 0
  let failed = 0
  const tell = (name: string, layers: string, contained: boolean, how: string): void => {
    if (contained) passed += 1
    else failed += 1
    say(`${contained ? '✓' : '✗'} ${name.padEnd(34)} ${layers.padEnd(30)} ${how}`)
  }
  for (const each of attacks) {
    if (!each.tiers.includes(tier)) continue
    const attack = tier === 'strong' ? { ...each, contained: [...each.contained, ...each.containedStrong] } : each
    // Behind gVisor a box may end a little later than what was done in it, when the book-keeping has taken up its memory. The run after that has another box.
    const { contained, how } = await letLoose(url, attack, { honestRuns: tier === 'strong' ? 2 : 1 })
    tell(attack.name, attack.layers.join(', '), contained, contained ? how : `${how} — ${attack.purpose}`)
  }
  // Another's server would soon refuse so many sessions from one address, and be right.
  if (values.url) say('Malformed requests are left out on a server that is not our own: it bounds the sessions of an address.')
  else if (positionals.length === 0)
    for (const { name, contained, how } of await attackRequests(url)) tell(name, 'validated input', contained, how)
  const loud = bystander.takeFigures()
  tell('the bystander', 'all', bystander.faults.length === 0, bystander.faults[0] ?? `${loud.runs} runs, every one correct`)
  const ratio = (one: number, other: number): string => (one / Math.max(1, other)).toFixed(1)
  say(
    `\n${tier} box. An honest session beside the attacks: median ${loud.medianMs} ms, p95 ${loud.p95Ms} ms; alone ${quiet.medianMs} and ${quiet.p95Ms} ms: ${ratio(loud.medianMs, quiet.medianMs)} and ${ratio(loud.p95Ms, quiet.p95Ms)} times.`,
  )
  return { passed, failed }
}

async function gvisorEngine(from: Endpoint): Promise<PrivateEngine> {
  const { image } = await findPython()
  const engine = await PrivateEngine.start({ kind: 'docker', runtimes: { runsc: GVISOR } })
  await engine.copyImages(from, [image, BASE_IMAGE])
  return engine
}

async function tierOf(url: string): Promise<'standard' | 'strong'> {
  using tab = await Tab.open(url)
  return tab.box === 'standard box' ? 'standard' : 'strong'
}

main().then(
  whole => process.exit(whole ? 0 : 1),
  fault => {
    process.stderr.write(`${(fault as Error).stack}\n`)
    process.exit(1)
  },
)
