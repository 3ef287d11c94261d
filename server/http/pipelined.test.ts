import { connect, type Socket } from 'node:net'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { bearer, TestSchool } from '../test-classes.ts'
import { WITHIN } from '../test-server.ts'

/** How often a class is looked at anew, and that again. */
const TWO_LOOKS_MS = 31_000

let school: TestSchool
beforeEach(async () => {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] })
  school = await TestSchool.open()
})
afterEach(async () => {
  await school[Symbol.asyncDispose]()
  vi.useRealTimers()
})

/** Requests on one connection, the next before the one before is answered. What is told is in `read`. */
async function pipelined(requests: readonly (readonly [path: string, key: string])[]): Promise<{ socket: Socket; read: () => string }> {
  const socket = connect(school.server.port, '127.0.0.1')
  let text = ''
  socket.setEncoding('utf8').on('data', part => {
    text += part
  })
  socket.on('error', () => {})
  await new Promise(resolve => socket.once('connect', resolve))
  const texts = requests.map(
    ([path, key]) => `GET /api/v1/classes/${path} HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer ${key}\r\n\r\n`,
  )
  socket.write(texts.join(''))
  return { socket, read: () => text }
}

it('watches no more for those whose turn never came on a connection that is closed', async () => {
  const live = [`${school.own.id}/live`, school.own.key] as const
  const { socket, read } = await pipelined(Array(8).fill(live))
  await vi.waitFor(() => expect(read()).toContain('"type":"all"'), WITHIN)
  await new Promise(resolve => setTimeout(resolve, 300))
  expect((await school.teach('/live')).status).toBe(429)
  socket.destroy()
  for (let page = 0; page < 8; page++) await vi.waitFor(() => school.watch(), WITHIN)
})

it('goes on when a class is deleted whose news wait behind those of another on one connection', async () => {
  const thrown: unknown[] = []
  const note = (fault: unknown): void => void thrown.push(fault)
  const theirs = process.listeners('uncaughtException')
  process.removeAllListeners('uncaughtException').on('uncaughtException', note)
  try {
    const other = await school.makeClass('Other')
    const { socket, read } = await pipelined([
      [`${school.own.id}/live`, school.own.key],
      [`${other.id}/live`, other.key],
    ])
    await vi.waitFor(() => expect(read()).toContain('"type":"all"'), WITHIN)
    expect((await school.teach('', { method: 'DELETE' }, other)).status).toBe(204)
    for (let look = 0; look < 3; look++) {
      await new Promise(resolve => setTimeout(resolve, 600))
      vi.advanceTimersByTime(TWO_LOOKS_MS)
    }
    await new Promise(resolve => setTimeout(resolve, 600))
    expect(read()).not.toContain('deleted')
    expect((await school.ask(`/classes/${other.id}`, { headers: bearer(other.key) })).status).toBe(403)
    expect((await school.teach('')).status).toBe(200)
    // When it is its turn, the whole of it is told.
    await school.teach('', { method: 'DELETE' })
    await vi.waitFor(() => expect(read().match(/"deleted"/g)).toHaveLength(2), WITHIN)
    socket.destroy()
    expect(thrown).toEqual([])
  } finally {
    process.removeListener('uncaughtException', note)
    for (const listener of theirs) process.on('uncaughtException', listener)
  }
})
