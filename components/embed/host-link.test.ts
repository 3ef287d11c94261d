import { expect, it, vi } from 'vitest'
import { HostLink, type Order } from './host-link.ts'
import { FrameMessage } from './messages.ts'

/** A frame in a page, as far as the talk between them goes. */
function framed() {
  let hear: (event: unknown) => void = () => {}
  const told: [unknown, string][] = []
  const parent = { postMessage: (message: unknown, to: string) => void told.push([message, to]) }
  const window = {
    parent,
    addEventListener: (_type: string, listener: (event: unknown) => void) => {
      hear = listener
    },
    removeEventListener: () => {
      hear = () => {}
    },
  }
  const orders: Order[] = []
  const link = new HostLink(window as never, order => orders.push(order))
  const say = async (data: unknown, { source = parent, origin = 'https://blog.example' }: { source?: unknown; origin?: string } = {}) => {
    hear({ data, source, origin })
    await vi.dynamicImportSettled()
  }
  return { link, orders, told, say, window }
}

it('tells a page that it does not know nothing but that it is there', async () => {
  const { link, told, say } = framed()
  link.start()
  link.tell({ type: 'started' })
  expect(told).toEqual([[{ glovebox: 1, type: 'ready' }, '*']])
  await say({ glovebox: 1, type: 'hello' })
  link.tell({ type: 'height', px: 100 })
  expect(told.slice(1)).toEqual([
    [{ glovebox: 1, type: 'ready' }, 'https://blog.example'],
    [{ glovebox: 1, type: 'height', px: 100 }, 'https://blog.example'],
  ])
  for (const [message] of told) FrameMessage.parse(message)
})

it('hears the page around it and no other window', async () => {
  const { link, orders, say, window } = framed()
  link.start()
  await say({ glovebox: 1, type: 'run' }, { source: {} })
  await say({ glovebox: 1, type: 'run' }, { source: window })
  expect(orders).toEqual([])
  await say({ glovebox: 1, type: 'run' })
  expect(orders).toEqual([{ glovebox: 1, type: 'run' }])
  link.stop()
  await say({ glovebox: 1, type: 'run' })
  expect(orders).toHaveLength(1)
})

it('fills in what a page leaves out', async () => {
  const { link, orders, say } = framed()
  link.start()
  await say({ glovebox: 1, type: 'load', language: 'python', code: 'print(1)' })
  expect(orders).toEqual([
    {
      glovebox: 1,
      type: 'load',
      language: 'python',
      title: '',
      code: 'print(1)',
      setup: '',
      teardown: '',
      files: [],
      args: [],
      stdin: null,
      readonly: false,
    },
  ])
})

it('takes files by their names, and no more of them than there may be', async () => {
  const { link, orders, told, say } = framed()
  link.start()
  await say({ glovebox: 1, type: 'setFile', name: 'a.bin', content: 'AA==', encoding: 'base64' })
  await say({ glovebox: 1, type: 'setFile', content: 'print(2)' })
  await say({ glovebox: 1, type: 'getFiles' })
  await say({ glovebox: 1, type: 'focus', name: 'a.py' })
  expect(orders.map(({ type }) => type)).toEqual(['setFile', 'setFile', 'getFiles', 'focus'])
  const file = { name: 'a', content: '' }
  for (const wrong of [
    { type: 'setFile', name: 'x'.repeat(256), content: '' },
    { type: 'setFile', name: '', content: '' },
    { type: 'setFile', name: 'a', content: 'x'.repeat(6 * 1024 * 1024) },
    { type: 'setFile', name: 'a', content: '', encoding: 'utf-16' },
    { type: 'load', language: 'python', code: '', files: Array.from({ length: 64 }, () => file) },
  ])
    await say({ glovebox: 1, ...wrong })
  expect(orders).toHaveLength(4)
  expect(told.filter(([message]) => (message as { type: string }).type === 'refused')).toHaveLength(5)
})

it('is deaf to what is not meant for it, and says what is wrong with what is', async () => {
  const { link, orders, told, say } = framed()
  link.start()
  for (const other of ['text', null, 7, { type: 'webpackOk' }, []]) await say(other)
  expect(told).toHaveLength(1)
  await say({ glovebox: 2, type: 'run' })
  await say({ glovebox: 1, type: 'load', language: 'python', code: 'x'.repeat(1024 * 1024 + 1) })
  await say({ glovebox: 1, type: 'setTheme', theme: 'pink' })
  const refusals = told.slice(1).map(([message]) => message as { type: string; message: string })
  expect(refusals.map(({ type }) => type)).toEqual(['refused', 'refused', 'refused'])
  expect(refusals[1]?.message).toContain('code')
  expect(orders).toEqual([])
})

it('answers a page that has no origin of its own', async () => {
  const { link, told, say } = framed()
  link.start()
  await say({ glovebox: 1, type: 'hello' }, { origin: 'null' })
  expect(told.at(-1)?.[1]).toBe('*')
})
