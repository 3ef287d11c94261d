import type { IncomingMessage, Server } from 'node:http'
import type { Duplex } from 'node:stream'
import { type ServerOptions, WebSocketServer } from 'ws'
import { addressOf, noteAddress } from '../access/address.ts'
import { networkOf } from '../access/address-rates.ts'
import { hostFault, isOwnOrigin } from '../access/origin.ts'
import { Close } from '../protocol/close-codes.ts'
import { MESSAGE_BYTES } from '../protocol/limits.ts'
import { type SocketDeps, serveSocket } from './socket.ts'

/** A peer that does not answer a close within this time is cut off. */
const CLOSE_MS = 3000

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
  // The types lack closeTimeout.
  const options: ServerOptions & { closeTimeout: number } = {
    noServer: true,
    maxPayload: MESSAGE_BYTES,
    perMessageDeflate: false,
    clientTracking: true,
    closeTimeout: CLOSE_MS,
  }
  const sockets = new WebSocketServer(options)
  server.on('upgrade', (request, socket, head) => {
    noteAddress(request, deps.proxies)
    if (hostFault(request.headers.host, deps.isOwnHost)) return refuse(socket, '421 Misdirected Request')
    socket.on('error', () => socket.destroy())
    if (pathOf(request) !== '/ws') {
      if (!deps.otherUpgrade(request, socket, head)) refuse(socket, '404 Not Found')
      return
    }
    if (!isOwnOrigin(request.headers.origin, request.headers.host, deps.origins)) return refuse(socket, '403 Forbidden')
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

function refuse(socket: Duplex, status: string): void {
  socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`)
}
