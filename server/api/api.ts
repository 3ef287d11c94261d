import { AddressRates } from '../access/address-rates.ts'
import type { Pool } from '../box/pool.ts'
import { allowOrigins } from '../http/cors.ts'
import { createRouter, type Route } from '../http/router.ts'
import type { Config } from '../platform/config.ts'
import type { Logger } from '../platform/logger.ts'
import type { Metrics } from '../platform/metrics.ts'
import type { Profile } from '../profiles/profile.ts'
import type { ProfileInfo } from '../protocol/profile-info.ts'
import { createCodapiRouter } from './codapi.ts'
import { type ApiDeps, answerFault } from './edge.ts'
import { createJudge0Router } from './judge0.ts'
import { createMcpRouter } from './mcp.ts'
import { createOnce } from './once.ts'
import { createPistonRouter } from './piston.ts'
import { createPistonSockets, type PistonSockets } from './piston-upgrade.ts'
import { v1Routes } from './v1.ts'

const PREFIXES = ['/api/', '/v1/exec', '/mcp']

export type Api = {
  /** Answers what is for the API; false where a request is none for it. */
  readonly answer: ReturnType<typeof createRouter>
  readonly sockets: PistonSockets
}

type Deps = {
  readonly config: Pick<Config, 'runsPerAddress' | 'runsPerHour' | 'origins' | 'apiOrigins'>
  readonly pool: Pool
  readonly profiles: readonly Profile[]
  /** What is known of them now, in their order. */
  readonly infos: () => readonly ProfileInfo[]
  /** What else is answered under `/api/`. */
  readonly routes: readonly Route[]
  readonly log: Logger
  readonly metrics: Metrics
}

/** Every way to run a program over HTTP, each a translation of its own onto the one way to run it. */
export function createApi({ config, pool, profiles, infos, routes, log, metrics }: Deps): Api {
  const byId = new Map(profiles.map(profile => [profile.id, profile]))
  const deps: ApiDeps = {
    once: createOnce({ pool, profiles: byId, log, metrics, runsPerTenant: config.runsPerAddress }),
    catalogue: () =>
      infos().map(({ id, version, libraries, image, ready }) => ({ profile: byId.get(id) as Profile, version, libraries, image, ready })),
    rates: new AddressRates({ name: 'runs', burst: Math.max(1, Math.ceil(config.runsPerHour / 60)), perHour: config.runsPerHour }),
    log,
  }
  const own = createRouter({ routes: [...v1Routes(deps), ...routes], prefix: '/api/', answerFault, log })
  const routers = [
    createPistonRouter(deps),
    createCodapiRouter(deps),
    createJudge0Router({ ...deps, runsPerAddress: config.runsPerAddress }),
    createMcpRouter({ ...deps, origins: config.apiOrigins, runsPerHour: config.runsPerHour }),
    own,
  ]
  const isOurs = (url: string): boolean => PREFIXES.some(prefix => url.startsWith(prefix))
  return {
    answer: (request, response) =>
      isOurs(request.url ?? '') &&
      (allowOrigins(request, response, config.apiOrigins) || routers.some(router => router(request, response))),
    sockets: createPistonSockets(deps, [...config.origins, ...config.apiOrigins]),
  }
}
