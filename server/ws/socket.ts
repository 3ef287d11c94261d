import type { WebSocket } from 'ws'
import { Rate } from '../access/rate.ts'
import { AppError } from '../platform/app-error.ts'
import type { Logger } from '../platform/logger.ts'
import { Close, type CloseCode } from '../protocol/close-codes.ts'
import { decodeFrame, FRAME_HEADER_BYTES, Stream, writeFrameHeader } from '../protocol/frames.ts'
import { HEARTBEAT_MS, HELLO_MS, MESSAGES_BURST, MESSAGES_PER_SECOND, STDIN_FRAME_BYTES } from '../protocol/limits.ts'
import { ClientMessage, PROTOCOL_VERSION, type ServerMessage } from '../protocol/messages.ts'
import type { ProfileInfo } from '../protocol/profile-info.ts'
import type { Connection } from '../session/outbox.ts'
import type { Session } from '../session/session.ts'
import type { SessionTable } from '../session/session-table.ts'

export type SocketDeps = {
  readonly sessions: SessionTable
  readonly profiles: () => readonly ProfileInfo[]
  readonly log: Logger
}

/** Answers that may wait for a peer to read them, output and a file included. */
const BACKLOG_BYTES = 8 * 1024 * 1024

/** Most runs print less than this; a connection that needs more gets more. */
const FRAME_BYTES = 4096

/** Serves one WebSocket until it closes: parses, checks, and hands on. Whatever comes in, nothing here throws. */
export function serveSocket(socket: WebSocket, address: string, deps: SocketDeps): void {
  const rate = new Rate(MESSAGES_PER_SECOND, MESSAGES_BURST, performance.now())
  let session: Session | null = null
  let heard = true
  let frame = Buffer.alloc(0)

  const connection: Connection = {
    send: (message: ServerMessage) => {
      if (socket.readyState !== socket.OPEN) return
      // A peer that sends but does not read must not fill our memory with answers.
      if (socket.bufferedAmount > BACKLOG_BYTES) return socket.terminate()
      socket.send(JSON.stringify(message))
    },
    sendOutput: (run, output, done) => {
      if (socket.readyState !== socket.OPEN) return
      const bytes = FRAME_HEADER_BYTES + output.pending
      // One frame is on its way at a time: it can lie in the same memory as the one before.
      if (frame.length < bytes) frame = Buffer.allocUnsafeSlow(Math.max(FRAME_BYTES, 2 * bytes))
      writeFrameHeader(frame, Stream.terminal, run)
      output.take(frame, FRAME_HEADER_BYTES)
      socket.send(frame.subarray(0, bytes), fault => fault ?? done())
    },
    close: (code, why) => closeSocket(socket, code, why),
  }

  const helloTimer = setTimeout(() => connection.close(Close.helloTimeout, 'no hello in time'), HELLO_MS)
  const heartbeat = setInterval(() => {
    // A peer that has not answered the last ping by now is gone, whatever its TCP connection looks like.
    if (!heard) return socket.terminate()
    heard = false
    if (socket.readyState === socket.OPEN) socket.ping()
  }, HEARTBEAT_MS)

  socket.on('pong', () => {
    heard = true
  })
  socket.on('error', fault => deps.log.debug({ err: fault }, 'a connection broke'))
  socket.on('close', code => {
    clearTimeout(helloTimer)
    clearInterval(heartbeat)
    session?.detach(connection, code === Close.done)
  })
  socket.on('message', (data: Buffer, isBinary: boolean) => {
    if (socket.readyState !== socket.OPEN) return
    heard = true
    if (!rate.take(performance.now())) return connection.close(Close.tooFast, 'too many messages')
    if (isBinary) takeBytes(data)
    else takeText(data)
  })

  function takeBytes(data: Buffer): void {
    if (!session) return connection.close(Close.helloFirst, 'say hello first')
    const frame = data.length <= STDIN_FRAME_BYTES ? decodeFrame(data) : null
    if (frame?.stream !== Stream.stdin) return connection.close(Close.badMessage, 'not an input frame')
    session.input(frame.run, frame.bytes)
  }

  function takeText(data: Buffer): void {
    const message = parseMessage(data)
    if (typeof message === 'string') return connection.close(Close.badMessage, message)
    if (message.type === 'hello') {
      if (session) return connection.close(Close.helloFirst, 'hello was said before')
      if (message.protocol !== PROTOCOL_VERSION) {
        return connection.close(Close.versionMismatch, `the server speaks protocol ${PROTOCOL_VERSION}`)
      }
      clearTimeout(helloTimer)
      try {
        session = deps.sessions.open(connection, message, address, [...deps.profiles()])
      } catch (fault) {
        if (!(fault instanceof AppError)) throw fault
        connection.close(Close.tooManySessions, fault.message)
      }
      return
    }
    if (!session) return connection.close(Close.helloFirst, 'say hello first')
    if (message.type === 'ping') return connection.send({ type: 'pong' })
    session.handle(message)
  }
}

/** A valid message, or what is wrong with it. */
function parseMessage(data: Buffer): ClientMessage | string {
  let json: unknown
  try {
    json = JSON.parse(data.toString('utf8'))
  } catch {
    return 'not JSON'
  }
  const parsed = ClientMessage.safeParse(json)
  if (parsed.success) return parsed.data
  const issue = parsed.error.issues[0]
  return `not valid: ${issue?.path.join('.') || 'message'}: ${issue?.message ?? ''}`
}

/** RFC 6455 allows 123 bytes for the reason. */
function closeSocket(socket: WebSocket, code: CloseCode, why: string): void {
  socket.close(code, Buffer.from(why, 'utf8').subarray(0, 120).toString('utf8').replace(/�+$/, ''))
}
