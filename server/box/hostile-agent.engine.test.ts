import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { pack } from 'tar-stream'
import { beforeAll, describe, expect, it } from 'vitest'
import { dockerClient, findEndpoint } from '../engine/detect.ts'
import { DockerImages } from '../engine/docker-images.ts'
import { OUTPUT_WINDOW_BYTES } from '../protocol/limits.ts'
import { findPython, openBox, type Python, runPython } from '../test-box.ts'
import { Run } from './runner.ts'

const AGENT = join(import.meta.dirname, 'hostile-agent.py')

/** What several such boxes at once make of the server's memory, at most: a frame that was believed would be 4 GiB. */
const MORE_BYTES = 256 * 1024 * 1024

/** What a compromised agent could say. None of it may do more than end its own box. */
const LIES = [
  'huge-frame',
  'no-bytes',
  'notes',
  'pongs',
  'consumed',
  'started-again',
  'not-json',
  'deep-json',
  'wrong-numbers',
  'wrong-reason',
  'other-channel',
  'unknown',
  'to-agent',
  'files',
  'reset',
  'noise',
]

describe('a hostile agent', () => {
  let honest: Python
  let hostile: Python
  beforeAll(async () => {
    honest = await findPython()
    hostile = { ...honest, image: await buildHostile(honest.image) }
  })
  const env = (mode: string) => ({ env: { ...honest.profile.env, MODE: mode } })

  it.concurrent.each(LIES)('that sends %s ends its own box only', async mode => {
    await using box = await openBox(hostile, env(mode))
    await using other = await openBox(honest)
    const before = process.memoryUsage.rss()
    const [lost, fine] = await Promise.all([runPython(box, 'print(1)'), runPython(other, 'print("fine")')])
    expect(lost).toMatchObject({ report: { reason: 'box_lost' }, boxUsable: false })
    expect(box.link.lost).toBe(true)
    expect(fine.output).toBe('fine\n')
    expect(process.memoryUsage.rss() - before).toBeLessThan(MORE_BYTES)
  })

  it('that sends more than it has credit for ends its own box only', async () => {
    await using box = await openBox(hostile, env('beyond-credit'))
    const before = process.memoryUsage.rss()
    let bytes = 0
    const spec = { files: [], args: [], size: { cols: 80, rows: 24 } }
    const run = new Run(box, spec, {
      onStarted: () => {},
      onOutput: chunk => {
        bytes += chunk.length
      },
    })
    expect(await run.outcome).toMatchObject({ report: { reason: 'box_lost' } })
    expect(bytes).toBeLessThanOrEqual(OUTPUT_WINDOW_BYTES)
    expect(process.memoryUsage.rss() - before).toBeLessThan(MORE_BYTES)
  })

  it('that says nothing is given up, as is one that floods its error output', async () => {
    for (const mode of ['silent', 'flood-errors']) {
      const opened = openBox(hostile, env(mode), AbortSignal.timeout(2000))
      await expect(opened).rejects.toThrow()
    }
  })

  it('that never ends its run is ended by the server’s own clock', async () => {
    await using box = await openBox(hostile, { ...env('silent-run'), runLimits: { ...honest.profile.runLimits, wallMs: 100 } })
    expect((await runPython(box, 'print(1)')).report).toMatchObject({ reason: 'timeout' })
  })

  it('that sends one byte at a time is understood, at one copy a byte', async () => {
    await using box = await openBox(hostile, env('byte-by-byte'))
    expect(await runPython(box, 'print(1)')).toMatchObject({ output: 'x'.repeat(65_536), report: { reason: 'exited' } })
  })
})

async function buildHostile(base: string): Promise<string> {
  const script = await readFile(AGENT)
  const tag = `localhost/glovebox/hostile-agent:${createHash('sha256').update(base).update(script).digest('hex').slice(0, 16)}`
  const images = new DockerImages(dockerClient(await findEndpoint(process.env), 0))
  if (await images.find(tag)) return tag
  const tar = pack()
  tar.entry({ name: 'Dockerfile' }, `FROM ${base}\nCOPY hostile-agent.py /\nENTRYPOINT ["/usr/bin/python3", "/hostile-agent.py"]\n`)
  tar.entry({ name: 'hostile-agent.py' }, script)
  tar.finalize()
  await images.build({ tag, dockerfile: 'Dockerfile', args: {}, context: Readable.from(tar) }, () => {})
  return tag
}
