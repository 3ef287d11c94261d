import type { ServerResponse } from 'node:http'
import { PassThrough } from 'node:stream'
import { setImmediate as turn } from 'node:timers/promises'
import { expect, it } from 'vitest'
import { EventStream, eventFormat } from './event-stream.ts'

/** What a response is to a stream of events: something that takes so many bytes before it is full. */
function respond(fullBytes: number): { readonly response: ServerResponse; readonly stream: PassThrough } {
  const stream = new PassThrough({ writableHighWaterMark: fullBytes, readableHighWaterMark: 0 })
  const head = {
    headersSent: false,
    writeHead() {
      head.headersSent = true
    },
  }
  return { stream, response: Object.defineProperties(stream, Object.getOwnPropertyDescriptors(head)) as unknown as ServerResponse }
}

/** All that was written until now, as events. */
function written(stream: PassThrough): readonly { readonly type: string; readonly text: string }[] {
  let all = ''
  for (let chunk = stream.read(); chunk !== null; chunk = stream.read()) all += chunk
  return all
    .trimEnd()
    .split('\n')
    .map(line => JSON.parse(line))
}

const output = (text: string, stream: 'stdout' | 'stderr' = 'stdout') => ({ stage: 'run', stream, text }) as const

it('gathers what is written in small pieces', async () => {
  const { response, stream } = respond(10_000)
  const events = new EventStream(response, 'ndjson')
  for (const text of ['a', 'b', 'c']) events.sendOutput(output(text))
  events.sendOutput(output('d', 'stderr'))
  events.sendOutput(output('e'))
  await turn()
  expect(written(stream).map(({ text }) => text)).toEqual(['abc', 'd', 'e'])
})

it('keeps the order of output and other events', () => {
  const { response, stream } = respond(10_000)
  const events = new EventStream(response, 'ndjson')
  events.sendOutput(output('a'))
  events.send({ type: 'stage', stage: 'run' })
  expect(written(stream).map(({ type }) => type)).toEqual(['output', 'stage'])
})

it('lets the program wait while the caller does not read', async () => {
  const { response, stream } = respond(10)
  const events = new EventStream(response, 'ndjson')
  expect(events.sendOutput(output('first'))).toBeUndefined()
  await turn()
  const waits = events.sendOutput(output('sec'))
  expect(waits).toBeInstanceOf(Promise)
  expect(events.sendOutput(output('ond'))).toBe(waits)
  let all = ''
  stream.on('data', chunk => {
    all += chunk
  })
  await waits
  await turn()
  const texts = all
    .trimEnd()
    .split('\n')
    .map(line => JSON.parse(line).text)
  expect(texts).toEqual(['first', 'second'])
})

it('writes nothing to a caller that is gone', () => {
  const { response, stream } = respond(10)
  const events = new EventStream(response, 'sse')
  stream.destroy()
  events.end({ type: 'stage', stage: 'run' })
  expect(events.begun).toBe(false)
})

it('writes nothing after the end', async () => {
  const { response, stream } = respond(10_000)
  const faults: Error[] = []
  stream.on('error', fault => faults.push(fault))
  const events = new EventStream(response, 'ndjson')
  events.end({ type: 'stage', stage: 'run' })
  events.sendOutput(output('late'))
  await turn()
  events.end({ type: 'stage', stage: 'run' })
  await turn()
  expect([written(stream).length, faults]).toEqual([1, []])
})

it.each([
  [undefined, null],
  ['*/*', null],
  ['application/json', null],
  ['application/x-ndjson', 'ndjson'],
  ['text/event-stream', 'sse'],
  ['Text/Event-Stream; q=1, */*', 'sse'],
])('takes Accept: %s for %s', (accept, format) => {
  expect(eventFormat(accept)).toBe(format)
})
