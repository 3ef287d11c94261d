import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import { isOwnOrigin } from '../access/origin.ts'
import { createSocketServer, refuseUpgrade } from '../http/socket-server.ts'
import type { ApiDeps } from './edge.ts'
import { PISTON_BASES } from './piston.ts'
import { servePiston } from './piston-socket.ts'

export type PistonSockets = {
  /** Takes an upgrade of Piston's `/connect`; false when it is of another path. */
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): boolean
  closeAll(): void
}

/** Where no programs are run. */
export const NO_SOCKETS: PistonSockets = { upgrade: () => false, closeAll: () => {} }

/** @param origins whose pages may connect, besides our own; `*`: all. Programs that are no browsers send no origin. */
export function createPistonSockets(deps: ApiDeps, origins: readonly string[]): PistonSockets {
  const sockets = createSocketServer()
  const paths = PISTON_BASES.map(base => `${base}/connect`)
  return {
    upgrade: (request, socket, head) => {
      const path = (request.url ?? '/').split('?', 1)[0]?.replace(/\/$/, '') ?? ''
      if (!paths.includes(path)) return false
      const { origin, host } = request.headers
      if (origin !== undefined && !origins.includes('*') && !isOwnOrigin(origin, host, origins)) {
        refuseUpgrade(socket, '403 Forbidden')
        return true
      }
      sockets.handleUpgrade(request, socket, head, webSocket => servePiston(webSocket, request, deps))
      return true
    },
    closeAll: () => {
      for (const client of sockets.clients) client.close(1001, 'the server shuts down')
    },
  }
}
