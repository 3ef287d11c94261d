import fc from 'fast-check'
import { expect, it } from 'vitest'
import { OUTPUT_WINDOW_BYTES } from '../protocol/limits.ts'
import { OutputGate } from './output-gate.ts'

/** Bytes whose value is their offset, so that any slice tells where it is from. */
const bytesFrom = (offset: number, length: number): Buffer => Buffer.from(Array.from({ length }, (_, index) => (offset + index) % 251))

it('replays exactly what a browser lacks, however the output was cut', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 1, max: 90_000 }), { maxLength: 12 }), fc.nat(), (sizes, where) => {
      const gate = new OutputGate(() => {})
      for (const size of sizes) gate.push(bytesFrom(gate.end, size))
      const received = gate.end === 0 ? 0 : where % (gate.end + 1)
      const { from, bytes } = gate.replay(received)
      expect(bytes.length).toBe(gate.end - from)
      expect(bytes.length).toBeLessThanOrEqual(OUTPUT_WINDOW_BYTES)
      expect(bytes.equals(bytesFrom(from, bytes.length))).toBe(true)
      // Whatever is still in the ring is not repeated.
      if (gate.end - received <= OUTPUT_WINDOW_BYTES) expect(from).toBe(received)
    }),
  )
})

it('begins a replay that is cut at the start of a line', () => {
  const gate = new OutputGate(() => {})
  gate.push(Buffer.from('x'.repeat(100)))
  gate.push(Buffer.from(`${'y'.repeat(100)}\nline\n${'z'.repeat(OUTPUT_WINDOW_BYTES - 50)}`))
  const { bytes } = gate.replay(0)
  expect(bytes.toString('latin1')).toMatch(/^(line\n)?z+$/)
})

it('grants each drawn byte once', () => {
  let granted = 0
  const gate = new OutputGate(bytes => {
    granted += bytes
  })
  gate.push(Buffer.alloc(1000))
  gate.ack(400)
  gate.ack(400)
  gate.ack(100)
  gate.ack(2000)
  expect(granted).toBe(400)
  gate.ack(1000)
  expect(granted).toBe(1000)
})
