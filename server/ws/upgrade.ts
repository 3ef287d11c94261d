import type { IncomingMessage, Server } from 'node:http'
import type { Duplex } from 'node:stream'
import { addressOf, noteAddress } from '../access/address.ts'
import { networkOf } from '../access/address-rates.ts'
import { hostFault, isOwnOrigin } from '../access/origin.ts'
import { createSocketServer, refuseUpgrade } from '../http/socket-server.ts'
import { Close } from '../protocol/close-codes.ts'
import { type SocketDeps, serveSocket } from './socket.ts'

export type UpgradeDeps = SocketDeps & {
  readonly origins: readonly string[]
  /** How many of the operator's own proxies stand before this server. */
  readonly proxies: number
  /** Whether this server is called so. */
  readonly isOwnHost: (host: string) => boolean
  /** Takes upgrades of other paths; true when it did. In production Piston's socket does. */
  readonly otherUpgrade: (request: IncomingMessage, socket: Duplex, head: Buffer) => boolean
}

/** Lets WebSockets in on `/ws`, and hands all others on. Returns how to close them all. */
export function acceptSockets(server: Server, deps: UpgradeDeps): { readonly count: () => number; closeAll(): void } {
  const sockets = createSocketServer()
  server.on('upgrade', (request, socket, head) => {
    socket.on('error', () => socket.destroy())
    noteAddress(request, deps.proxies)
    if (hostFault(request.headers.host, deps.isOwnHost)) return refuseUpgrade(socket, '421 Misdirected Request')
    if (pathOf(request) !== '/ws') {
      if (!deps.otherUpgrade(request, socket, head)) refuseUpgrade(socket, '404 Not Found')
      return
    }
    if (!isOwnOrigin(request.headers.origin, request.headers.host, deps.origins)) return refuseUpgrade(socket, '403 Forbidden')
    sockets.handleUpgrade(request, socket, head, webSocket => serveSocket(webSocket, networkOf(addressOf(request)), deps))
  })
  return {
    count: () => sockets.clients.size,
    closeAll: () => {
      for (const client of sockets.clients) client.close(Close.shuttingDown, 'the server shuts down')
    },
  }
}

function pathOf(request: IncomingMessage): string {
  const url = request.url ?? '/'
  const query = url.indexOf('?')
  return query === -1 ? url : url.slice(0, query)
}
