import fc from 'fast-check'
import { expect, it } from 'vitest'
import { RECORDING_BYTES, RECORDING_EVENTS, Recording } from '../../server/protocol/snippet.ts'
import { Recorder } from './recorder.ts'
import { testReport } from './test-snippet.ts'

const SIZE = { cols: 80, rows: 24 }
const bytes = (text: string) => new TextEncoder().encode(text)
const textOf = (recording: Recording | null) => recording?.events.map(([, text]) => text).join('')

function recorder() {
  const clock = { nowMs: 1000 }
  const made = new Recorder(() => clock.nowMs)
  made.begin({ size: SIZE })
  return { made, clock }
}

it('keeps what was printed and when, from the start of the program', () => {
  const { made, clock } = recorder()
  made.take(bytes('warning\r\n'))
  clock.nowMs = 3000
  made.started()
  clock.nowMs = 3100
  made.take(bytes('one'))
  clock.nowMs = 3104
  made.take(bytes(' and two'))
  clock.nowMs = 3600
  made.take(bytes('three'))
  expect(made.recording).toBeNull()
  made.end(testReport)
  expect(made.recording).toEqual({
    ...SIZE,
    events: [
      [0, 'warning\r\n'],
      [100, 'one and two'],
      [600, 'three'],
    ],
    truncated: false,
    report: testReport,
  })
})

it('puts characters together that came in two pieces', () => {
  const { made } = recorder()
  const [head, tail] = [bytes('é').subarray(0, 1), bytes('é').subarray(1)]
  made.take(head)
  made.take(tail)
  made.end(testReport)
  expect(textOf(made.recording)).toBe('é')
})

it('stops at its bound in bytes, with whole characters, and says so', () => {
  const { made } = recorder()
  made.take(bytes('x'.repeat(RECORDING_BYTES - 1)))
  made.take(bytes('é and more'))
  made.take(bytes('y'))
  made.end(testReport)
  expect(made.recording?.truncated).toBe(true)
  expect(textOf(made.recording)).toBe('x'.repeat(RECORDING_BYTES - 1))
})

it('stops at its bound in pieces', () => {
  const { made, clock } = recorder()
  made.started()
  for (let piece = 0; piece < RECORDING_EVENTS + 5; piece++) {
    clock.nowMs += 10
    made.take(bytes('.'))
  }
  made.end(testReport)
  expect(made.recording?.events).toHaveLength(RECORDING_EVENTS)
  expect(made.recording?.truncated).toBe(true)
})

it('is what the server takes, whatever a program prints', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.uint8Array({ maxLength: 3000 }), fc.nat(50))), pieces => {
      const { made, clock } = recorder()
      made.started()
      for (const [piece, waitMs] of pieces) {
        clock.nowMs += waitMs
        made.take(piece)
      }
      made.end(testReport)
      const { recording } = made
      if (recording) expect(Recording.safeParse(recording).success).toBe(true)
      expect(bytes(textOf(recording) ?? '').length).toBeLessThanOrEqual(RECORDING_BYTES)
    }),
    { numRuns: 50 },
  )
})

it('has nothing of a run that is not recorded, nor of the one before', () => {
  const { made } = recorder()
  made.take(bytes('before'))
  made.end(testReport)
  made.begin(null)
  made.take(bytes('not recorded'))
  made.end(testReport)
  expect(made.recording).toBeNull()
})
