import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type UnitEvent, UnitStream } from './unit-stream.ts'

const SECRET = '0123456789abcdef0123456789abcdef'

function read(chunks: readonly Buffer[]): {
  readonly events: readonly UnitEvent[]
  readonly text: string
  readonly order: readonly string[]
} {
  const events: UnitEvent[] = []
  const order: string[] = []
  let text = ''
  const stream = new UnitStream(
    SECRET,
    event => {
      events.push(event)
      order.push(`<${event.type}>`)
    },
    bytes => {
      text += bytes.toString('latin1')
      order.push(bytes.toString('latin1'))
    },
  )
  for (const chunk of chunks) stream.push(chunk)
  stream.end()
  return { events, text, order }
}

/** Cuts bytes at places. */
function cutAt(bytes: Buffer, cuts: readonly number[]): Buffer[] {
  const places = [0, ...cuts.map(cut => cut % (bytes.length + 1)).sort((one, other) => one - other), bytes.length]
  return places.slice(1).map((end, at) => bytes.subarray(places[at], end))
}

const START = `${SECRET} {"type":"start","test":0}\n`
const DONE = `${SECRET} {"type":"done"}\n`

describe('events and output', () => {
  it('are told apart, however they are cut', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(), { maxLength: 20 }), cuts => {
        const { events, order } = read(cutAt(Buffer.from(`loading\n\n${START}a word\nhalf a line\n${DONE}rest`), cuts))
        const joined = order.join('').replaceAll('><', '>|<')
        return events.length === 2 && joined === 'loading\n<start>a word\nhalf a line\n<done>rest'
      }),
    )
  })

  it('an empty line before an event is the event’s, any other is somebody’s', () => {
    expect(read([Buffer.from(`a\n\n\n${DONE}`)]).text).toBe('a\n\n')
    expect(read([Buffer.from('a\n\nb\n\n')]).text).toBe('a\n\nb\n\n')
    expect(read([Buffer.from(`\n${DONE}`)]).text).toBe('')
  })

  it('whatever is printed without the secret is output, byte for byte', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), fc.array(fc.nat(), { maxLength: 5 }), (bytes, cuts) => {
        const { events, text } = read(cutAt(Buffer.from(bytes), cuts))
        return events.length === 0 && text === Buffer.from(bytes).toString('latin1')
      }),
    )
  })

  it.each([
    `${SECRET} {"type":"end","test":-1,"status":"pass"}`,
    `${SECRET} {"type":"end","test":0,"status":"perfect"}`,
    `${SECRET} not JSON`,
    ` ${SECRET} {"type":"done"}`,
    `${SECRET.replace('0', '1')} {"type":"done"}`,
    `${SECRET}{"type":"done"}`,
    '{"type":"done"}',
  ])('no event is %s', line => {
    const { events, text } = read([Buffer.from(`${line}\n`)])
    expect(events).toEqual([])
    expect(text).toBe(`${line}\n`)
  })

  it('a line that begins like one and never ends is output', () => {
    const { events, text } = read([Buffer.from(`${SECRET} `), ...Array.from({ length: 20 }, () => Buffer.alloc(100_000, 'x'))])
    expect(events).toEqual([])
    expect(text.length).toBe(2_000_033)
  })

  it('what an event says is cut to its bounds, and what it need not say may be missing or wrong', () => {
    const end = { type: 'end', test: 0, status: 'fail', message: 'x'.repeat(50_000), expected: 7, got: null }
    const [event] = read([Buffer.from(`${SECRET} ${JSON.stringify(end)}\n`)]).events
    expect(event).toEqual({
      type: 'end',
      test: 0,
      status: 'fail',
      reason: undefined,
      message: 'x'.repeat(20_000),
      expected: null,
      got: null,
    })
  })
})
