import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Callers } from './access/callers.ts'
import { createApi } from './api/api.ts'
import { Pool } from './box/pool.ts'
import type { Engine } from './engine/engine.ts'
import { createOwner } from './engine/reaper.ts'
import { type Config, readConfig } from './platform/config.ts'
import { silentLogger } from './platform/logger.ts'
import { createMetrics } from './platform/metrics.ts'
import { describeProfile } from './profiles/describe.ts'
import type { Profile } from './profiles/profile.ts'

/** What languages say of themselves here, whatever they are. */
export const TEST_VERSION = '3.13.5'

export type TestApi = AsyncDisposable & {
  readonly url: string
  /** Sends JSON, and gives the answer's. */
  post(path: string, body: unknown): Promise<unknown>
}

/** The API alone, on a port of its own, with a real engine. */
export async function serveApi(
  engine: Engine,
  languages: readonly { readonly profile: Profile; readonly image: string }[],
  changes: Partial<Config> = {},
): Promise<TestApi> {
  const [log, metrics] = [silentLogger(), createMetrics()]
  const profiles = languages.map(({ profile }) => profile)
  const pool = new Pool({ engine, labels: createOwner().labels, profiles, maxBoxes: 4, warmBoxes: 1, maxQueue: 10, log, metrics })
  for (const { profile, image } of languages) pool.setImage(profile.id, image)
  const learned = { version: TEST_VERSION, packages: new Map<string, string>() }
  const config = { ...readConfig({}), runsPerHour: 1_000_000, ...changes }
  const api = createApi({
    config,
    callers: new Callers({ access: 'open', runsPerHour: config.runsPerHour, atOnce: config.runsPerAddress, find: async () => null }),
    pool,
    profiles: new Map(profiles.map(profile => [profile.id, profile])),
    infos: () =>
      profiles.map(profile => ({ ...describeProfile(profile, learned), image: { name: 'ready' }, ready: true, box: 'standard box' })),
    routes: [],
    log,
    metrics,
  })
  const server = createServer((request, response) => void api.answer(request, response))
  server.on('upgrade', (request, socket, head) => api.sockets.upgrade(request, socket, head))
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  return {
    url,
    post: async (path, body) => {
      const headers = { 'content-type': 'application/json' }
      return (await fetch(url + path, { method: 'POST', headers, body: JSON.stringify(body) })).json()
    },
    [Symbol.asyncDispose]: async () => {
      api.sockets.closeAll()
      server.close()
      server.closeAllConnections()
      await pool.close()
    },
  }
}
