import fc from 'fast-check'
import { expect, it } from 'vitest'
import { AgentFrameDecoder, encodeAgentFrame, FRAME_PAYLOAD_BYTES, FrameError, ToAgent } from './agent-frames.ts'

it('gives back the frames of a stream, however it is cut', () => {
  const frames = fc.array(fc.tuple(fc.nat({ max: 0xffff_ffff }), fc.uint8Array({ maxLength: 300 })), { maxLength: 10 })
  fc.assert(
    fc.property(frames, fc.infiniteStream(fc.integer({ min: 1, max: 40 })), (sent, cuts) => {
      const stream = Buffer.concat(sent.map(([channel, payload]) => encodeAgentFrame(ToAgent.stdin, channel, payload)))
      const decoder = new AgentFrameDecoder()
      const got: [number, Buffer][] = []
      for (let at = 0; at < stream.length; ) {
        const size = cuts.next().value as number
        decoder.push(stream.subarray(at, at + size), frame => got.push([frame.channel, Buffer.from(frame.payload)]))
        at += size
      }
      expect(got).toEqual(sent.map(([channel, payload]) => [channel, Buffer.from(payload)]))
    }),
  )
})

it('refuses lengths that are out of range at once, before their bytes have come', () => {
  for (const length of [0, 4, FRAME_PAYLOAD_BYTES + 6, 0xffff_ffff]) {
    const head = Buffer.alloc(4)
    head.writeUInt32BE(length)
    expect(() => new AgentFrameDecoder().push(head, () => {})).toThrow(FrameError)
  }
})

it('never takes random bytes for more than they are', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 2000 }), bytes => {
      let total = 0
      try {
        new AgentFrameDecoder().push(Buffer.from(bytes), frame => {
          total += frame.payload.length + 9
        })
      } catch (fault) {
        expect(fault).toBeInstanceOf(FrameError)
      }
      expect(total).toBeLessThanOrEqual(bytes.length)
    }),
  )
})
