import { expect, it } from 'vitest'
import { keySequence, withCtrl } from './keys.ts'

it.each([
  ['ArrowUp', {}, '\x1b[A'],
  ['ArrowUp', { application: true }, '\x1bOA'],
  ['ArrowLeft', { ctrl: true, application: true }, '\x1b[1;5D'],
  ['Home', {}, '\x1b[H'],
  ['Tab', {}, '\t'],
  ['Interrupt', {}, '\x03'],
  ['EndOfInput', { ctrl: true }, '\x04'],
] as const)('sends for %s %j what a terminal does', (key, held, sequence) => {
  expect(keySequence(key, { ctrl: false, application: false, ...held })).toBe(sequence)
})

it('makes control characters of letters, and nothing of other things', () => {
  expect(['c', 'C', '[', '_', ' ', '?'].map(withCtrl)).toEqual(['\x03', '\x03', '\x1b', '\x1f', '\0', '\x7f'])
  expect(['1', 'ä', 'ab', ''].map(withCtrl)).toEqual([null, null, null, null])
})
