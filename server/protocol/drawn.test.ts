import fc from 'fast-check'
import { expect, it } from 'vitest'
import { Drawn } from './drawn.ts'
import { ACK_EVERY_BYTES, OUTPUT_WINDOW_BYTES } from './limits.ts'

it('acknowledges when everything is drawn, and at least every so many bytes', () => {
  const drawn = new Drawn(1, 0)
  const first = drawn.receive(10)
  const second = drawn.receive(20)
  expect(drawn.draw(first)).toBeNull()
  expect(drawn.draw(second)).toBe(30)
  const third = drawn.receive(ACK_EVERY_BYTES)
  drawn.receive(1)
  expect(drawn.draw(third)).toBe(30 + ACK_EVERY_BYTES)
})

it('never lets a window fill up with drawn bytes that are not acknowledged', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 1, max: OUTPUT_WINDOW_BYTES })), chunks => {
      const drawn = new Drawn(1, 0)
      let acked = 0
      for (const chunk of chunks) {
        acked = drawn.draw(drawn.receive(chunk)) ?? acked
        expect(drawn.received - acked).toBeLessThan(OUTPUT_WINDOW_BYTES)
      }
    }),
  )
})
