import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readdir, readFile, readlink } from 'node:fs/promises'
import { expect, test } from '@playwright/test'
import { WebSocket } from 'ws'
import { dockerClient, findEndpoint } from '../server/engine/detect.ts'
import { TestClient } from '../server/test-server.ts'
import { type RunningServer, startServer } from './server.ts'

/** Boxes of a server, by the process number in their labels. */
async function boxesOf(server: RunningServer): Promise<string[]> {
  const docker = dockerClient(await findEndpoint(process.env), 30_000)
  const containers = await docker.listContainers({ all: true, filters: { label: ['glovebox.box=1'] } })
  return containers
    .filter(container => container.Labels['glovebox.process']?.startsWith(`${server.process.pid} `))
    .map(container => container.Id)
}

const PYTHON = { id: 'python', mainFile: 'main.py' }

const portOf = (server: RunningServer): number => Number(new URL(server.url).port)

/** A client with a program that waits. */
async function busyClient(server: RunningServer): Promise<TestClient> {
  const client = await TestClient.open(portOf(server))
  client.run(1, 'print("waiting")\ninput()', PYTHON)
  await client.until(() => client.output.includes('waiting'))
  return client
}

test('kill -9 of the server, followed by a start, leaves no box', async () => {
  const first = await startServer()
  using client = await busyClient(first)
  await expect.poll(async () => (await boxesOf(first)).length).toBeGreaterThan(1)
  first.process.kill('SIGKILL')
  await client.closed
  await using _second = await startServer()
  // The engine may still be making a box that was asked for before.
  await expect.poll(() => boxesOf(first)).toEqual([])
})

test('SIGTERM drains: everybody is told, every box is gone, the exit status is 0', async () => {
  const server = await startServer()
  using client = await busyClient(server)
  const status = await server.stop()
  expect(status).toBe(0)
  expect((await client.closed).code).toBe(1001)
  expect(await boxesOf(server)).toEqual([])
})

test('a second SIGTERM hurries', async () => {
  const server = await startServer()
  using _client = await busyClient(server)
  server.process.kill('SIGTERM')
  await expect.poll(() => server.log.some(line => line.includes('draining'))).toBe(true)
  server.process.kill('SIGTERM')
  expect(await server.stop()).not.toBeNull()
  await using _next = await startServer()
  await expect.poll(() => boxesOf(server)).toEqual([])
})

test('the log has one line per run, and nothing of the program in it', async () => {
  await using server = await startServer()
  using client = await TestClient.open(portOf(server))
  client.run(1, 'SECRET_SOURCE = input(); print("SECRET_OUTPUT")', PYTHON)
  await client.until(() => client.messages.find(message => message.type === 'work' && message.work.phase === 'running'))
  client.type(1, 'SECRET_INPUT\n')
  await client.finished(1)
  const { session } = await client.message('welcome')
  await expect.poll(() => server.log.filter(line => JSON.parse(line).msg === 'run').length).toBe(1)
  const entry = JSON.parse(server.log.find(line => JSON.parse(line).msg === 'run') ?? '{}')
  expect(entry).toMatchObject({ profile: 'python', reason: 'exited', code: 0 })
  const all = server.log.join('\n')
  for (const secret of ['SECRET', session]) expect(all).not.toContain(secret)
})

test('the pages come from another process, under another user, without the engine and without the environment of the server', async () => {
  await using server = await startServer({ GLOVEBOX_TEST_SECRET: 'not for the pages' })
  const served = server.log.map(line => JSON.parse(line)).find(entry => entry.msg === 'pages are served')
  const pid = Number(served.pid)
  expect(pid).not.toBe(server.process.pid)
  const environment = (await readFile(`/proc/${pid}/environ`, 'utf8')).split('\0').filter(Boolean)
  expect(environment.map(entry => entry.split('=')[0]).sort()).toEqual([
    'GLOVEBOX_PAGES_DATA',
    'GLOVEBOX_REPORT_TO',
    'HOSTNAME',
    'NEXT_TELEMETRY_DISABLED',
    'NODE_ENV',
    'PATH',
    'PORT',
  ])
  const status = await readFile(`/proc/${pid}/status`, 'utf8')
  if (process.getuid?.() === 0) {
    expect(/Uid:\t(\d+)\t(\d+)\t(\d+)/.exec(status)?.slice(1)).toEqual(['65534', '65534', '65534'])
    expect(/Groups:\t(.*)/.exec(status)?.[1]?.trim()).toBe('')
    expect(status).toContain('CapEff:\t0000000000000000')
  }
  // Nothing there decodes pictures for whoever asks.
  expect((await fetch(`${server.url}/_next/image?url=%2Ficon.svg&w=64&q=75`)).status).toBe(404)
  // No descriptor of it leads to the engine's socket or to the database.
  const open = await Promise.all((await readdir(`/proc/${pid}/fd`)).map(fd => readlink(`/proc/${pid}/fd/${fd}`).catch(() => '')))
  expect(open.filter(target => /docker|glovebox\.db/.test(target))).toEqual([])
})

test('the pages’ process ends with the server, however that ends', async () => {
  const server = await startServer()
  const pid = Number(server.log.map(line => JSON.parse(line)).find(entry => entry.msg === 'pages are served').pid)
  server.process.kill('SIGKILL')
  await expect.poll(() => readFile(`/proc/${pid}/stat`, 'utf8').catch(() => 'gone')).toMatch(/gone|\) Z /)
  await using _next = await startServer()
})

test('the pages come back when their process is killed', async () => {
  await using server = await startServer()
  const pid = Number(server.log.map(line => JSON.parse(line)).find(entry => entry.msg === 'pages are served').pid)
  process.kill(pid, 'SIGKILL')
  await expect.poll(async () => (await fetch(server.url)).status).toBe(200)
  expect(server.process.exitCode).toBeNull()
})

test('/healthz is ready when a box can be had', async () => {
  await using server = await startServer()
  const response = await fetch(`${server.url}/healthz`)
  expect(response.status).toBe(200)
  expect(await response.json()).toMatchObject({ live: true, ready: true })
})

test('only reading is answered, and only /ws is upgraded', async () => {
  await using server = await startServer()
  for (const method of ['POST', 'PUT', 'DELETE', 'PATCH']) expect((await fetch(server.url, { method })).status).toBe(405)
  for (const path of ['/', '/_next/hmr', '/ws/', '/socket']) {
    const socket = new WebSocket(`ws://127.0.0.1:${portOf(server)}${path}`, { headers: { origin: server.url } })
    const refused = await new Promise<string>(resolve =>
      socket.on('error', error => resolve(error.message)).on('open', () => resolve('open')),
    )
    expect(refused).toContain('404')
  }
})

test('settings that are wrong are named, and the server does not start', async () => {
  await expect(startServer({ GLOVEBOX_PORT: 'eighty', GLOVEBOX_MAX_BOXES: '0' })).rejects.toThrow(/GLOVEBOX_PORT[\s\S]*GLOVEBOX_MAX_BOXES/)
})

test('a browser that vanishes has its run killed after the grace time', async () => {
  await using server = await startServer({ GLOVEBOX_GRACE_SECONDS: '1', GLOVEBOX_WARM_BOXES: '0' })
  const client = await busyClient(server)
  await expect.poll(() => boxesOf(server)).toHaveLength(1)
  client[Symbol.dispose]()
  await expect.poll(() => boxesOf(server)).toHaveLength(0)
})

test.describe('the wall', () => {
  test('is measured while the server starts, and told by health and doctor', async ({ request }) => {
    await using server = await startServer()
    const walls = async () => ((await (await request.get(`${server.url}/healthz`)).json()) as { walls: unknown }).walls
    await expect.poll(walls).toMatchObject([{ profile: 'python', tier: 'standard', holds: true, failing: [] }])
    const doctor = spawn(process.execPath, ['server/bootstrap.mjs', 'doctor', '--json'], { stdio: ['ignore', 'pipe', 'inherit'] })
    let said = ''
    doctor.stdout.on('data', text => {
      said += text
    })
    const [status] = await once(doctor, 'close')
    const { sound, postures } = JSON.parse(said) as { sound: boolean; postures: { layers: { layer: string; verdict: string }[] }[] }
    expect({ sound, status }).toEqual({ sound: true, status: 0 })
    expect(postures[0]?.layers.filter(layer => layer.verdict === 'holds').length).toBeGreaterThan(15)
  })

  // runc shares the host's kernel, whatever it is called: a strong tier that is none.
  const sham = { GLOVEBOX_TIER: 'strong', GLOVEBOX_STRONG_RUNTIME: 'runc' }

  test('that does not hold keeps a strict server from starting', async () => {
    await expect(startServer({ ...sham, GLOVEBOX_STRICT: '1' })).rejects.toThrow(/does not hold[\s\S]*own kernel/)
  })

  test('that does not hold is told by one that is not strict', async ({ request }) => {
    await using server = await startServer({ ...sham, GLOVEBOX_STRICT: '0' })
    const walls = async () => ((await (await request.get(`${server.url}/healthz`)).json()) as { walls: unknown }).walls
    await expect.poll(walls).toMatchObject([{ tier: 'strong', holds: false, failing: ['own kernel'] }])
  })

  test('that is asked for and not there is refused', async () => {
    await expect(startServer({ GLOVEBOX_TIER: 'strong', GLOVEBOX_STRONG_RUNTIME: 'nowhere' })).rejects.toThrow(/strong tier[\s\S]*runsc/)
  })
})
