// `npm run chaos`: kills, starves and floods every part of a server and of an engine that are its own, and counts what is left afterwards.
import { findEndpoint } from '../../server/engine/detect.ts'
import { BASE_IMAGE } from '../../server/profiles/images.ts'
import { findPython } from '../../server/test-box.ts'
import { PrivateEngine } from '../../server/test-engine.ts'
import { Place } from './place.ts'
import { comeAndGo, SCENARIOS } from './scenarios.ts'

const SETTINGS = {
  GLOVEBOX_LANGUAGES: 'python',
  GLOVEBOX_GRACE_SECONDS: '1',
  GLOVEBOX_MAX_BOXES: '8',
  GLOVEBOX_WARM_BOXES: '1',
  GLOVEBOX_SESSIONS_PER_ADDRESS: '10000',
}
/** The Python image, once as it comes and once unpacked, and room for boxes. */
const DISK_BYTES = 3 * 1024 * 1024 * 1024
/** What a server may have grown by at the end, compared with its beginning. */
const MORE_DESCRIPTORS = 20
const MORE_MEGABYTES = 150

const say = (line: string): void => void process.stdout.write(`${line}\n`)

/** What a server has that has served people already: loading and making what serves them is no leak. */
async function warmFigures(place: Place): ReturnType<Place['figures']> {
  await comeAndGo(place)
  const unsettled = await place.settles()
  if (unsettled !== '') throw new Error(`it does not settle without any harm: ${unsettled}`)
  return await place.figures()
}

async function main(): Promise<boolean> {
  let passed = 0
  let failed = 0
  const tell = (name: string, wrong: string): void => {
    if (wrong === '') passed += 1
    else failed += 1
    say(`${wrong === '' ? '✓' : '✗'} ${name}${wrong === '' ? '' : `: ${wrong}`}`)
  }
  const { image } = await findPython()
  await using engine = await PrivateEngine.start({ kind: 'docker', diskBytes: DISK_BYTES })
  await engine.copyImages(await findEndpoint(process.env), [image, BASE_IMAGE])
  await using place = await Place.open(engine, SETTINGS)
  const unsettled = await place.settles()
  if (unsettled !== '') throw new Error(`it does not work before any harm is done: ${unsettled}`)
  let first = await warmFigures(place)
  const wanted = process.argv.slice(2)
  for (const { name, harm } of SCENARIOS) {
    if (wanted.length > 0 && !wanted.some(part => name.includes(part))) continue
    // What has ended the server is told of the scenario that did it, not of those that follow.
    if (!place.alive) await place.restart()
    const { pid } = place
    const startedMs = performance.now()
    const wrong = await harm(place).catch(fault => (fault as Error).message)
    const left = await place.settles()
    tell(`${name} (${((performance.now() - startedMs) / 1000).toFixed(1)} s)`, [wrong, left].filter(text => text !== '').join('; '))
    // Another server has figures of its own.
    if (place.pid !== pid) first = left === '' ? await warmFigures(place) : await place.figures()
  }
  const last = await place.figures()
  const { empty } = await place.shims()
  if (empty.length > 0) say(`containerd has left ${empty.length} empty shims behind, in which nothing runs.`)
  say(`The server: ${first.descriptors} descriptors and ${first.megabytes} MB before, ${last.descriptors} and ${last.megabytes} MB after.`)
  tell(
    'nothing has leaked from the server',
    last.descriptors <= first.descriptors + MORE_DESCRIPTORS && last.megabytes <= first.megabytes + MORE_MEGABYTES ? '' : 'see above',
  )
  say(`\n${passed} passed, ${failed} failed`)
  return failed === 0
}

main().then(
  whole => process.exit(whole ? 0 : 1),
  fault => {
    process.stderr.write(`${(fault as Error).stack}\n`)
    process.exit(1)
  },
)
