import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, it } from 'vitest'
import { createRouter } from '../http/router.ts'
import { AppError } from '../platform/app-error.ts'
import { silentLogger } from '../platform/logger.ts'
import { ERROR_CODES, errorStatus } from '../protocol/errors.ts'
import { eventually, startTestServer, type TestServer } from '../test-server.ts'

const FILES = [{ name: 'main.txt', content: 'print x' }]
/** How each interface is asked to run a program. */
const RUNS: Readonly<Record<string, (id: string) => unknown>> = {
  '/api/v1/run': profile => ({ profile, files: FILES }),
  '/api/v2/execute': language => ({ language, version: '*', files: FILES }),
  '/v1/exec': sandbox => ({ sandbox, command: 'run', files: { '': 'print x' } }),
}

const ask = ({ port }: TestServer, path: string, body?: unknown, headers: Record<string, string> = {}, signal?: AbortSignal) =>
  fetch(`http://127.0.0.1:${port}${path}`, {
    method: body === undefined ? 'GET' : 'POST',
    headers: { ...(body === undefined ? {} : { 'content-type': 'application/json' }), ...headers },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    ...(signal ? { signal } : {}),
  })

/** The status, and the seconds after which it is worth trying again. */
function toldBy({ status, headers }: Response): readonly [number, number] {
  return [status, Number(headers.get('retry-after') ?? Number.NaN)]
}

it.each(ERROR_CODES.filter(code => [409, 429, 503].includes(errorStatus(code))))('says when to try again on %s', async code => {
  const handle = () => {
    throw new AppError(code, 'Not now.')
  }
  const router = createRouter({ routes: [{ method: 'GET', path: '/x', handle }], prefix: '/', log: silentLogger() })
  const server = createServer((request, response) => void router(request, response))
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const response = await fetch(`http://127.0.0.1:${(server.address() as AddressInfo).port}/x`)
  expect(toldBy(response)).toEqual([errorStatus(code), 2])
  server.close()
  server.closeAllConnections()
})

it('says so when an address asks too often', async () => {
  await using server = await startTestServer({ runsPerHour: 60 })
  const startMs = performance.now()
  // A run a minute: what is left of it, and some seconds for what a request takes.
  const leastLeft = () => 55 - (performance.now() - startMs) / 1000
  await ask(server, '/api/v1/run', RUNS['/api/v1/run']?.('script'))
  for (const [path, body] of Object.entries(RUNS)) {
    const [status, seconds] = toldBy(await ask(server, path, body('script')))
    expect([path, status]).toEqual([path, 429])
    expect(seconds).toBeGreaterThan(leastLeft())
  }
  const judge0 = { language_id: 71, source_code: 'print x' }
  expect(toldBy(await ask(server, '/api/judge0/submissions', judge0))[1]).toBeGreaterThan(leastLeft())
  expect(toldBy(await ask(server, '/api/judge0/submissions/batch', { submissions: [judge0] }))[1]).toBeGreaterThan(leastLeft())
})

it('says so when too much runs at once, when a language is not there yet, and when the engine is away', async () => {
  await using server = await startTestServer({ runsPerAddress: 1, warmBoxes: 0 })
  for (const [path, body] of Object.entries(RUNS)) {
    // Piston has no such language until it is there.
    if (path !== '/api/v2/execute') expect([path, ...toldBy(await ask(server, path, body('compiled')))]).toEqual([path, 503, 2])
    server.engine.down = true
    expect([path, ...toldBy(await ask(server, path, body('script')))]).toEqual([path, 503, 2])
    server.engine.down = false
  }
  const left = new AbortController()
  const hanging = ask(server, '/api/v1/run', { profile: 'script', files: [{ content: 'hang' }] }, {}, left.signal).catch(() => null)
  await eventually(() => server.engine.boxes.size === 1)
  for (const [path, body] of Object.entries(RUNS))
    expect([path, ...toldBy(await ask(server, path, body('script')))]).toEqual([path, 429, 2])
  left.abort()
  await hanging
})

it('says so when too many keys are tried', async () => {
  await using server = await startTestServer()
  const tried: Response[] = []
  for (let count = 0; tried.at(-1)?.status !== 429 && count < 300; count++) {
    const authorization = `Bearer gb_${String(count).padStart(43, '0')}`
    tried.push(await ask(server, '/api/v1/snippets/AAAAAAAAAAAA', undefined, { authorization }))
  }
  expect(toldBy(tried.at(-1) as Response)).toEqual([429, 2])
  expect(tried.length).toBeGreaterThan(100)
})

it('says so when the server is not ready', async () => {
  await using server = await startTestServer({ warmBoxes: 0 })
  server.engine.down = true
  expect(toldBy(await ask(server, '/healthz'))).toEqual([503, 2])
})

it('tells what is left with every answer that is counted, refusals included', async () => {
  await using server = await startTestServer()
  const counted: Readonly<Record<string, readonly [string, unknown]>> = {
    'a run': ['/api/v1/run', RUNS['/api/v1/run']?.('script')],
    'a run of nothing': ['/api/v1/run', {}],
    'a run that is told as it happens': ['/api/v1/run', RUNS['/api/v1/run']?.('script')],
    sharing: ['/api/v1/snippets', {}],
    reading: ['/api/v1/snippets/AAAAAAAAAAAA', undefined],
  }
  for (const [what, [path, body]] of Object.entries(counted)) {
    const accept = what.endsWith('happens') ? 'text/event-stream' : '*/*'
    const { headers } = await ask(server, path, body, { accept })
    expect([what, headers.get('ratelimit-policy'), headers.get('ratelimit')]).toEqual([
      what,
      expect.stringMatching(/^"\w+";q=\d+;w=\d+$/),
      expect.stringMatching(/^"\w+";r=\d+;t=\d+$/),
    ])
  }
})
