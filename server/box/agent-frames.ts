import { z } from 'zod'

/** The agent protocol's numbers and payloads (profiles/agent/PROTOCOL.md). */
export const AGENT_PROTOCOL = 1
export const FRAME_PAYLOAD_BYTES = 65_536
const PREFIX_BYTES = 9
const OVERHEAD_BYTES = 5

export const ToAgent = {
  hello: 0x01,
  put: 0x02,
  putData: 0x03,
  start: 0x04,
  stdin: 0x05,
  eof: 0x06,
  resize: 0x07,
  signal: 0x08,
  stop: 0x09,
  credit: 0x0a,
  reset: 0x0b,
  get: 0x0c,
  list: 0x0d,
  ping: 0x0e,
} as const
export type ToAgent = (typeof ToAgent)[keyof typeof ToAgent]

export const FromAgent = {
  ready: 0x41,
  ok: 0x42,
  error: 0x43,
  started: 0x44,
  stdout: 0x45,
  stderr: 0x46,
  exit: 0x47,
  resetDone: 0x48,
  file: 0x49,
  fileData: 0x4a,
  files: 0x4b,
  standby: 0x4c,
  consumed: 0x4d,
  pong: 0x4e,
} as const

/** Names of the signals that an agent can send. */
export const AgentSignal = z.enum([
  'SIGHUP',
  'SIGINT',
  'SIGQUIT',
  'SIGILL',
  'SIGTRAP',
  'SIGABRT',
  'SIGBUS',
  'SIGFPE',
  'SIGKILL',
  'SIGUSR1',
  'SIGSEGV',
  'SIGUSR2',
  'SIGPIPE',
  'SIGALRM',
  'SIGTERM',
  'SIGSTKFLT',
  'SIGCHLD',
  'SIGCONT',
  'SIGSTOP',
  'SIGTSTP',
  'SIGTTIN',
  'SIGTTOU',
  'SIGURG',
  'SIGXCPU',
  'SIGXFSZ',
  'SIGVTALRM',
  'SIGPROF',
  'SIGWINCH',
  'SIGIO',
  'SIGPWR',
  'SIGSYS',
])
export type AgentSignal = z.infer<typeof AgentSignal>

const count = z.number().nonnegative().max(Number.MAX_SAFE_INTEGER)

export const Ready = z.object({ protocol: z.literal(AGENT_PROTOCOL), uid: z.number().int(), pid: z.number().int() })
export const AgentError = z.object({
  code: z.enum(['busy', 'bad_name', 'not_found', 'too_large', 'no_space', 'not_a_file', 'spawn_failed', 'io']),
  message: z.string().max(4096),
})
export type AgentErrorCode = z.infer<typeof AgentError>['code']

/** The agent refused a request; the box goes on. */
export class AgentFault extends Error {
  readonly code: AgentErrorCode

  constructor(code: AgentErrorCode, message: string) {
    super(message)
    this.name = 'AgentFault'
    this.code = code
  }
}
export const Started = z.object({ standby: z.boolean() })
export const AgentExit = z.object({
  reason: z.enum(['exited', 'signaled', 'out_of_memory', 'cpu_limit', 'timeout', 'idle', 'stopped', 'output_limit']),
  code: z.number().int().min(0).max(255).nullable(),
  signal: z.string().max(32).nullable(),
  cpuMs: count,
  wallMs: count,
  peakBytes: count,
  outputBytes: count,
  oomKills: count,
})
export type AgentExit = z.infer<typeof AgentExit>
export const File = z.object({ name: z.string().max(1024), size: count })
export const Files = z.object({
  files: z.array(z.object({ name: z.string().max(1024), size: count, modifiedMs: z.number(), asPut: z.boolean() })).max(256),
  truncated: z.boolean(),
})
export type Files = z.infer<typeof Files>
export const ResetDone = z.object({ clean: z.boolean(), leftovers: z.array(z.string().max(1024)).max(20) })
export type ResetDone = z.infer<typeof ResetDone>

export type AgentFrame = { readonly type: number; readonly channel: number; readonly payload: Buffer }

/** Encodes a frame. Throws a RangeError above the payload bound: callers cut what may be longer. */
export function encodeAgentFrame(type: ToAgent, channel: number, payload: Uint8Array): Buffer {
  if (payload.length > FRAME_PAYLOAD_BYTES) throw new RangeError(`a payload of ${payload.length} bytes is above ${FRAME_PAYLOAD_BYTES}`)
  const frame = Buffer.allocUnsafe(PREFIX_BYTES + payload.length)
  frame.writeUInt32BE(OVERHEAD_BYTES + payload.length, 0)
  frame[4] = type
  frame.writeUInt32BE(channel, 5)
  frame.set(payload, PREFIX_BYTES)
  return frame
}

export class FrameError extends Error {}

/** How frames are sent, each of several things at a time on a channel of its own. */
export type FrameSender = {
  readonly nextChannel: () => number
  readonly send: (type: ToAgent, channel: number, payload: Uint8Array) => void
  readonly sendJson: (type: ToAgent, channel: number, value: unknown) => void
}

/**
 * Cuts a byte stream into frames. Frames that lie whole in one chunk are not copied; the payload is valid until the caller returns, as it may
 * share the chunk's memory. However small the chunks are, each byte is copied once at most.
 */
export class AgentFrameDecoder {
  /** The beginning of a frame that is not whole yet; made when the first one is cut. */
  #cut: Buffer | null = null
  #have = 0

  /** Throws FrameError when the stream is not one of frames; the decoder is then of no more use. */
  push(chunk: Buffer, onFrame: (frame: AgentFrame) => void): void {
    let at = 0
    while (at < chunk.length) {
      if (this.#have === 0 && chunk.length - at >= 4) {
        const end = at + 4 + frameLength(chunk, at)
        if (end <= chunk.length) {
          onFrame(toFrame(chunk, at, end))
          at = end
          continue
        }
      }
      this.#cut ??= Buffer.allocUnsafe(PREFIX_BYTES + FRAME_PAYLOAD_BYTES)
      // First the four bytes that tell how many there will be.
      const wanted = this.#have < 4 ? 4 : 4 + frameLength(this.#cut, 0)
      const part = chunk.subarray(at, at + wanted - this.#have)
      this.#cut.set(part, this.#have)
      this.#have += part.length
      at += part.length
      if (this.#have >= 4 && this.#have === 4 + frameLength(this.#cut, 0)) {
        const end = this.#have
        this.#have = 0
        // A copy: output is the receiver's to keep.
        onFrame(toFrame(Buffer.from(this.#cut.subarray(0, end)), 0, end))
      }
    }
  }
}

/** A frame's length field. Throws FrameError out of its range. */
function frameLength(bytes: Buffer, at: number): number {
  const length = bytes.readUInt32BE(at)
  if (length < OVERHEAD_BYTES || length > OVERHEAD_BYTES + FRAME_PAYLOAD_BYTES)
    throw new FrameError(`a frame of ${length} bytes is out of range`)
  return length
}

function toFrame(bytes: Buffer, at: number, end: number): AgentFrame {
  return { type: bytes[at + 4] as number, channel: bytes.readUInt32BE(at + 5), payload: bytes.subarray(at + PREFIX_BYTES, end) }
}

/** A frame's JSON payload. Throws FrameError when it is not what it must be. */
export function parsePayload<T extends z.ZodType>(schema: T, payload: Buffer): z.infer<T> {
  let json: unknown
  try {
    json = JSON.parse(payload.toString('utf8'))
  } catch {
    throw new FrameError('a payload is not JSON')
  }
  const parsed = schema.safeParse(json)
  if (!parsed.success) throw new FrameError(`a payload is not valid: ${parsed.error.issues[0]?.message}`)
  return parsed.data
}
