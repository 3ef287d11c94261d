import { expect, it } from 'vitest'
import { SCRIPT } from '../test-server.ts'
import { limitsFor } from './asked-limits.ts'

it.each([
  [undefined, 2000],
  [0, 2000],
  [-1, 2000],
  [Number.NaN, 2000],
  [Number.POSITIVE_INFINITY, 2000],
  [1e300, 2000],
  [2001, 2000],
  [1999.9, 1999],
  [0.5, 1],
  [1, 1],
])('a time of %s ms that is asked for is %i', (wallMs, given) => {
  expect(limitsFor(SCRIPT, { wallMs }).run.wallMs).toBe(given)
})

it('keeps the limits apart, and those that nobody asks for', () => {
  const { run, compile } = limitsFor(SCRIPT, { cpuMs: 5, outputBytes: 6, compileCpuMs: 7, compileWallMs: 8 })
  expect(run).toEqual({ ...SCRIPT.apiLimits, cpuMs: 5, outputBytes: 6 })
  expect(compile).toEqual({ ...SCRIPT.compileLimits, cpuMs: 7, wallMs: 8 })
})
