import { expect, it } from 'vitest'
import { leastSpin } from './posture.ts'

const MOST = 160

it.each([
  ['what holds is measured once', [101, 900], 101],
  ['too much on a busy host is measured again', [190, 167, 104, 900], 104],
  ['what is too much each time stays it', [200, 190, 195, 100], 190],
  ['what could not be measured is not tried again', [-1, 100], -1],
])('%s', async (_, readings, least) => {
  const left = [...readings]
  expect(await leastSpin(async () => left.shift() as number, MOST)).toBe(least)
})
