/**
 * Binary frames: bytes that go to or come from a program.
 *
 *     0        1           5
 *     ┌────────┬───────────┬──────────┐
 *     │ stream │ run       │ bytes …  │
 *     │ u8     │ u32 BE    │          │
 *     └────────┴───────────┴──────────┘
 */
export const Stream = { stdin: 0, terminal: 1 } as const
export type Stream = (typeof Stream)[keyof typeof Stream]

export const FRAME_HEADER_BYTES = 5
const MAX_RUN = 0xffff_ffff

export type Frame = {
  readonly stream: Stream
  readonly run: number
  readonly bytes: Uint8Array
}

/** Writes the five header bytes into `target`. */
export function writeFrameHeader(target: Uint8Array, stream: Stream, run: number): void {
  if (!Number.isInteger(run) || run < 0 || run > MAX_RUN) throw new RangeError(`run ${run} is not a u32`)
  target[0] = stream
  target[1] = run >>> 24
  target[2] = run >>> 16
  target[3] = run >>> 8
  target[4] = run
}

export function encodeFrame(stream: Stream, run: number, bytes: Uint8Array): Uint8Array {
  const frame = new Uint8Array(FRAME_HEADER_BYTES + bytes.length)
  writeFrameHeader(frame, stream, run)
  frame.set(bytes, FRAME_HEADER_BYTES)
  return frame
}

/** Decodes a frame without copying its bytes, or returns null when it is not one. */
export function decodeFrame(frame: Uint8Array): Frame | null {
  if (frame.length < FRAME_HEADER_BYTES) return null
  const [stream, a = 0, b = 0, c = 0, d = 0] = frame
  if (stream !== Stream.stdin && stream !== Stream.terminal) return null
  const run = ((a << 24) | (b << 16) | (c << 8) | d) >>> 0
  return { stream, run, bytes: frame.subarray(FRAME_HEADER_BYTES) }
}
