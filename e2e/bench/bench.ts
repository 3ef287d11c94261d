// `npm run bench`: how fast this is on this machine, every figure beside a reference from the same minutes.

import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { findEndpoint } from '../../server/engine/detect.ts'
import { findPython } from '../../server/test-box.ts'
import { browser } from './browser.ts'
import { classes, type Growth, growth, idle } from './crowd.ts'
import { type Row, toTable } from './figures.ts'
import { gradings } from './gradings.ts'
import { languages } from './languages.ts'
import { lookAround } from './machine.ts'
import type { Place } from './place.ts'
import { plotGrowth } from './plot.ts'
import { cold, fresh, hot, stateless, throughput } from './runs.ts'
import { echo, flood } from './terminal.ts'

const GROUPS = { hot, languages, browser, fresh, cold, throughput, stateless, echo, flood, idle, classes, gradings } as const
const HERE = import.meta.dirname

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { quick: { type: 'boolean', default: false }, plot: { type: 'boolean', default: false } },
})

const say = (line: string): void => void process.stdout.write(`${line}\n`)

async function main(): Promise<boolean> {
  if (process.platform !== 'linux') throw new Error('The bench reads /proc: it runs on Linux, on the machine of the engine.')
  const unknown = positionals.filter(name => name !== 'growth' && !(name in GROUPS))
  if (unknown.length > 0) throw new Error(`There is no ${unknown.join(', ')}. There are: ${Object.keys(GROUPS).join(', ')}, growth.`)
  const wanted = (name: string): boolean => positionals.length === 0 || positionals.includes(name)
  const place: Place = { endpoint: await findEndpoint(process.env), python: await findPython(), quick: values.quick, say }
  const start = await lookAround()
  say(`${place.python.engine.name}; ${start.words}`)
  const rows: Row[] = []
  for (const [name, measure] of Object.entries(GROUPS)) {
    if (!wanted(name)) continue
    say(`── ${name}`)
    rows.push(...(await measure(place)))
  }
  let points: readonly Growth[] = []
  if (wanted('growth')) {
    say('── growth')
    points = await growth(place)
  }
  const end = await lookAround()
  const valid = start.quiet && end.quiet && !values.quick
  if (rows.length > 0) say(`\n${toTable(rows)}`)
  if (points.length > 0) say(`\n${growthTable(points)}`)
  await keep({ valid, start: start.words, end: end.words, rows, growth: points })
  if (values.plot && points.length > 0) await writeFile(join(HERE, 'growth.svg'), plotGrowth(points))
  say(`\nAfterwards: ${end.words}`)
  say(
    valid ? 'Valid: the machine was quiet before and after.' : 'NOT VALID: the machine was busy with something else, or this was --quick.',
  )
  return valid
}

function growthTable(points: readonly Growth[]): string {
  const cells = points.map(
    ({ sessions, p50Ms, p95Ms, serverMiB, boxesMiB }) =>
      `| ${sessions} | ${p50Ms.toFixed(1)} | ${p95Ms.toFixed(1)} | ${serverMiB.toFixed(0)} | ${boxesMiB.toFixed(0)} |`,
  )
  return ['| sessions | p50 (ms) | p95 (ms) | server (MiB) | boxes (MiB) |', '|---|---|---|---|---|', ...cells].join('\n')
}

async function keep(result: object): Promise<void> {
  const folder = join(HERE, '../results')
  await mkdir(folder, { recursive: true })
  await writeFile(join(folder, 'bench.json'), `${JSON.stringify(result, null, 2)}\n`)
}

main().then(
  valid => process.exit(valid ? 0 : 2),
  fault => {
    process.stderr.write(`${(fault as Error).stack}\n`)
    process.exit(1)
  },
)
