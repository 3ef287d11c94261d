import { chmod, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { silentLogger } from '../platform/logger.ts'
import { WebProcess } from './web-process.ts'

/** Pages of a test: ends at its first `failures` starts, as one does whose port was taken; tells in a file how often it was started. */
const pages = (starts: string, failures: number): string => `
  const { appendFileSync, readFileSync } = require('node:fs')
  appendFileSync(${JSON.stringify(starts)}, 'x')
  if (readFileSync(${JSON.stringify(starts)}, 'utf8').length <= ${failures}) process.exit(1)
  require('node:http').createServer((_, response) => response.end('here')).listen(Number(process.env.PORT), '127.0.0.1')`

async function withPages(failures: number, use: (web: WebProcess, starts: () => Promise<number>) => Promise<void>): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'glovebox-web-'))
  const starts = join(folder, 'starts')
  await mkdir(join(folder, 'dist/web/.next'), { recursive: true })
  await writeFile(join(folder, 'dist/web/.next/BUILD_ID'), 'build')
  await writeFile(join(folder, 'dist/web/server.js'), pages(starts, failures))
  await writeFile(starts, '')
  // The pages run as another user where the server is root.
  await chmod(folder, 0o755)
  await chmod(starts, 0o666)
  const web = new WebProcess({ root: folder, dev: false, stateFolder: join(folder, 'state'), reportTo: '', log: silentLogger() })
  try {
    await use(web, async () => (await readFile(starts, 'utf8')).length)
  } finally {
    await web.stop()
    await rm(folder, { recursive: true, force: true })
  }
}

it('starts the pages again when their port was taken in between', () =>
  withPages(1, async (web, starts) => {
    await web.start('http://127.0.0.1:1')
    const response = await fetch(`http://127.0.0.1:${web.target?.port}/`)
    expect(await response.text()).toBe('here')
    // Three are tried: one port may really have been taken.
    expect(await starts()).toBeGreaterThanOrEqual(2)
    await web.stop()
    expect(web.target).toBeNull()
  }))

it('gives pages up that never start', () =>
  withPages(100, async (web, starts) => {
    await expect(web.start('http://127.0.0.1:1')).rejects.toThrow('ended')
    expect(await starts()).toBe(3)
    // Where they would have listened, somebody else may.
    expect(web.target).toBeNull()
  }))

it('starts pages again that end later', () =>
  withPages(0, async (web, starts) => {
    await web.start('http://127.0.0.1:1')
    process.kill(web.pid as number, 'SIGKILL')
    await expect.poll(starts, { timeout: 20_000 }).toBeGreaterThanOrEqual(2)
    await expect
      .poll(
        () =>
          fetch(`http://127.0.0.1:${web.target?.port}/`).then(
            ({ ok }) => ok,
            () => false,
          ),
        { timeout: 20_000 },
      )
      .toBe(true)
  }))
