import { expect, it } from 'vitest'
import { Unsent } from './unsent.ts'

const MIB = 1024 * 1024

it('lets so much wait for a tenant, and no more until it is fetched', async () => {
  const unsent = new Unsent()
  let fetch = (): void => {}
  const first = new Promise<void>(resolve => {
    fetch = resolve
  })
  const never = new Promise(() => {})
  unsent.add('a', 20 * MIB, first)
  unsent.add('a', 12 * MIB, never)
  expect(() => unsent.add('a', 1, never)).toThrow('first')
  unsent.add('b', 20 * MIB, never)
  fetch()
  await first
  await Promise.resolve()
  unsent.add('a', 20 * MIB, never)
})

it('lets one answer through, however large it is', () => {
  const unsent = new Unsent()
  unsent.add('a', 100 * MIB, new Promise(() => {}))
  expect(() => unsent.add('a', 1, Promise.resolve())).toThrow('first')
})
