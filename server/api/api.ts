import { AddressRates } from '../access/address-rates.ts'
import { type Callers, runPolicy } from '../access/callers.ts'
import type { Pool } from '../box/pool.ts'
import { allowOrigins } from '../http/cors.ts'
import { createRouter, type Route } from '../http/router.ts'
import type { Config } from '../platform/config.ts'
import type { Logger } from '../platform/logger.ts'
import type { Metrics } from '../platform/metrics.ts'
import type { Profile } from '../profiles/profile.ts'
import type { ProfileInfo } from '../protocol/profile-info.ts'
import { CODAPI_PATH, createCodapiRouter } from './codapi.ts'
import type { ApiDeps } from './edge.ts'
import { createJobeRouter, JOBE_PATH } from './jobe.ts'
import { createJudge0Router } from './judge0.ts'
import { createMcpRouter, MCP_PATH } from './mcp.ts'
import { createOnce } from './once.ts'
import { createPistonRouter } from './piston.ts'
import { createPistonSockets, NO_SOCKETS, type PistonSockets } from './piston-upgrade.ts'
import { v1Routes } from './v1.ts'

const PREFIXES = ['/api/', CODAPI_PATH, JOBE_PATH, MCP_PATH]

export type Api = {
  /** Answers what is for the API; false where a request is none for it. */
  readonly answer: ReturnType<typeof createRouter>
  readonly sockets: PistonSockets
}

type Deps = {
  readonly config: Pick<Config, 'runsPerHour' | 'origins' | 'apiOrigins'>
  readonly callers: Callers
  readonly pool: Pool
  readonly profiles: ReadonlyMap<string, Profile>
  /** What is known of them now. */
  readonly infos: () => readonly ProfileInfo[]
  /** What else is answered under `/api/`. */
  readonly routes: readonly Route[]
  readonly log: Logger
  readonly metrics: Metrics
}

/** Every way to run a program over HTTP, each a translation of its own onto the one way to run it. */
export function createApi({ config, callers, pool, profiles, infos, routes, log, metrics }: Deps): Api {
  const deps: ApiDeps = {
    once: createOnce({ pool, profiles, log, metrics }),
    callers,
    catalogue: () =>
      infos().map(({ id, version, libraries, image, ready }) => ({
        profile: profiles.get(id) as Profile,
        version,
        libraries,
        image,
        ready,
      })),
    rates: new AddressRates(runPolicy(config.runsPerHour)),
    log,
  }
  const own = createRouter({ routes: [...v1Routes(deps), ...routes], prefix: '/api/', log })
  const off = callers.access === 'off'
  const others = off
    ? [CODAPI_PATH, JOBE_PATH, MCP_PATH].map(prefix => createRouter({ routes: [], prefix, log }))
    : [
        createPistonRouter(deps),
        createCodapiRouter(deps),
        createJudge0Router(deps),
        createJobeRouter(deps),
        createMcpRouter({ ...deps, origins: config.apiOrigins, runsPerHour: config.runsPerHour }),
      ]
  const routers = [...others, own]
  const isOurs = (url: string): boolean => PREFIXES.some(prefix => url.startsWith(prefix))
  return {
    answer: (request, response) =>
      isOurs(request.url ?? '') &&
      (allowOrigins(request, response, config.apiOrigins) || routers.some(router => router(request, response))),
    sockets: off ? NO_SOCKETS : createPistonSockets(deps, [...config.origins, ...config.apiOrigins]),
  }
}
