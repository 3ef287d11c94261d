import { expect, it } from 'vitest'
import type { InlineImage } from './inline-image.ts'
import { NO_PLOTS, PLOTS_BYTES, PLOTS_MOST, withPlots } from './plot-store.ts'

const image = (bytes: number): InlineImage => ({
  type: 'image/png',
  width: 1,
  height: 1,
  bytes: new Uint8Array(bytes),
  name: null,
  drawWidth: null,
  drawHeight: null,
  keepRatio: true,
})

it('keeps the newest pictures of a run, and their numbers', () => {
  let state = NO_PLOTS
  for (let n = 0; n < 10_000; n++) state = withPlots(state, [image(10)])
  expect(state.plots).toHaveLength(PLOTS_MOST)
  expect(state.count).toBe(10_000)
  expect(state.plots.at(-1)?.number).toBe(10_000)
  expect(state.plots[0]?.number).toBe(10_000 - PLOTS_MOST + 1)
})

it('keeps no more bytes than it may', () => {
  const most = 4 * 1024 * 1024
  const state = withPlots(
    NO_PLOTS,
    Array.from({ length: 9 }, () => image(most)),
  )
  expect(state.plots).toHaveLength(PLOTS_BYTES / most)
  expect(state.plots.map(plot => plot.number)).toEqual([4, 5, 6, 7, 8, 9])
})
