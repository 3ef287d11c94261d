import fc from 'fast-check'
import { expect, it } from 'vitest'
import { OUTPUT_WINDOW_BYTES } from '../protocol/limits.ts'
import { letGo } from '../test-store.ts'
import { OutputGate } from './output-gate.ts'

/** Bytes whose value is their offset, so that any slice tells where it is from. */
const bytesFrom = (offset: number, length: number): Buffer => Buffer.from(Array.from({ length }, (_, index) => (offset + index) % 251))

const take = (gate: OutputGate): Buffer => {
  const bytes = Buffer.alloc(gate.pending)
  gate.take(bytes, 0)
  return bytes
}

it('hands out exactly what a browser lacks, however the output was cut', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 1, max: 90_000 }), { maxLength: 12 }), fc.nat(), (sizes, where) => {
      const gate = new OutputGate(() => {})
      for (const size of sizes) gate.push(bytesFrom(gate.end, size))
      const received = gate.end === 0 ? 0 : where % (gate.end + 1)
      const from = gate.rewind(received)
      const bytes = take(gate)
      expect(bytes.length).toBe(gate.end - from)
      expect(bytes.length).toBeLessThanOrEqual(OUTPUT_WINDOW_BYTES)
      expect(bytes.equals(bytesFrom(from, bytes.length))).toBe(true)
      // Whatever is still in the ring is not repeated.
      if (gate.end - received <= OUTPUT_WINDOW_BYTES) expect(from).toBe(received)
      expect(gate.pending).toBe(0)
    }),
  )
})

it('hands out every byte once and in order while it is pushed', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.integer({ min: 1, max: 60_000 }), fc.boolean()), { maxLength: 30 }), steps => {
      const gate = new OutputGate(() => {})
      let taken = 0
      const check = (): void => {
        const bytes = take(gate)
        expect(bytes.equals(bytesFrom(taken, bytes.length))).toBe(true)
        taken += bytes.length
      }
      for (const [size, now] of steps) {
        // As the credit has it: never more than a window that was not taken.
        if (gate.end + size - taken > OUTPUT_WINDOW_BYTES) check()
        gate.push(bytesFrom(gate.end, size))
        if (now) check()
      }
      check()
      expect(taken).toBe(gate.end)
      expect(gate.pending).toBe(0)
    }),
  )
})

it('begins a replay that is cut at the start of a line', () => {
  const gate = new OutputGate(() => {})
  gate.push(Buffer.from('x'.repeat(100)))
  gate.push(Buffer.from(`${'y'.repeat(100)}\nline\n${'z'.repeat(OUTPUT_WINDOW_BYTES - 50)}`))
  gate.rewind(0)
  expect(take(gate).toString('latin1')).toMatch(/^(line\n)?z+$/)
})

it('takes no more memory for many small pieces than for one', async () => {
  const gate = new OutputGate(() => {})
  await letGo()
  const before = process.memoryUsage()
  for (let pushed = 0; pushed < OUTPUT_WINDOW_BYTES; pushed++) gate.push(Buffer.from('x'))
  // What is left of the pieces themselves is no part of it.
  await letGo()
  const after = process.memoryUsage()
  expect(gate.end).toBe(OUTPUT_WINDOW_BYTES)
  // 256 Ki pieces that are kept as pieces take some twenty times that.
  expect(after.heapUsed + after.external - before.heapUsed - before.external).toBeLessThan(8 * 1024 * 1024)
})

it('grants each drawn byte once, in large pieces', () => {
  const grants: number[] = []
  const gate = new OutputGate(bytes => grants.push(bytes))
  gate.push(Buffer.alloc(300_000))
  gate.ack(400)
  gate.ack(131_071)
  expect(grants).toEqual([])
  gate.ack(140_000)
  for (const known of [140_000, 100, 300_001]) gate.ack(known)
  expect(grants).toEqual([140_000])
  gate.ack(300_000)
  expect(grants).toEqual([140_000, 160_000])
})
