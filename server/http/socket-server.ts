import type { Duplex } from 'node:stream'
import { type ServerOptions, WebSocketServer } from 'ws'
import { MESSAGE_BYTES } from '../protocol/limits.ts'

/** A peer that does not answer a close within this time is cut off. */
const CLOSE_MS = 3000

/** A server of WebSockets that is handed its upgrades. */
export function createSocketServer(): WebSocketServer {
  // The types lack closeTimeout.
  const options: ServerOptions & { closeTimeout: number } = {
    noServer: true,
    maxPayload: MESSAGE_BYTES,
    perMessageDeflate: false,
    clientTracking: true,
    closeTimeout: CLOSE_MS,
  }
  return new WebSocketServer(options)
}

/** @param status such as `404 Not Found`. */
export function refuseUpgrade(socket: Duplex, status: string): void {
  socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`)
}
