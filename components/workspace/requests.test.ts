import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { Requests } from './requests.ts'

const read = (request: number) => ({ type: 'file', request, name: 'a', content: 'AA==' }) as const
const laidOut = (request: number) => ({ type: 'formatted', request, content: 'x' }) as const

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

it('gives each request the answer that carries its number', async () => {
  const requests = new Requests()
  const sent: number[] = []
  const send = (request: number) => sent.push(request) > 0
  const fetched = requests.ask('fetch', 1000, send)
  const formatted = requests.ask('format', 1000, send)
  await vi.advanceTimersByTimeAsync(0)
  expect(sent).toEqual([1, 2])
  requests.answer(laidOut(2))
  requests.answer(read(1))
  requests.answer(read(9))
  expect(await Promise.all([fetched, formatted])).toEqual([read(1), laidOut(2)])
})

it('sends one of a kind at a time', async () => {
  const requests = new Requests()
  const sent: number[] = []
  const send = (request: number) => sent.push(request) > 0
  const first = requests.ask('fetch', 1000, send)
  const second = requests.ask('fetch', 1000, send)
  await vi.advanceTimersByTimeAsync(0)
  expect(sent).toEqual([1])
  requests.refuse(1, 'There is no such file.')
  await expect(first).rejects.toThrow('There is no such file.')
  await vi.advanceTimersByTimeAsync(0)
  expect(sent).toEqual([1, 2])
  requests.answer(read(2))
  expect(await second).toEqual(read(2))
})

it('does not wait for ever', async () => {
  const requests = new Requests()
  const asked = requests.ask('fetch', 3000, () => true)
  const said = expect(asked).rejects.toThrow('The server has not answered for 3 s.')
  await vi.advanceTimersByTimeAsync(3000)
  await said
})

it('fails without a connection, and when it is lost', async () => {
  const requests = new Requests()
  await expect(requests.ask('fetch', 3000, () => false)).rejects.toThrow('cannot be reached')
  const asked = requests.ask('fetch', 3000, () => true)
  const said = expect(asked).rejects.toThrow('lost')
  await vi.advanceTimersByTimeAsync(0)
  requests.failAll('The connection was lost.')
  await said
})
