import { expect, it } from 'vitest'
import { legend, visible } from './invisible.ts'

it('lets everything be seen', () => {
  expect(visible('a b  ', 'last')).toBe('a b··')
  expect(visible(' a\tb\r\n', 'all')).toBe('·a→\tb␍↵')
  expect(visible('a\u00a0b\u200bc\u001b[1m\u007f', 'last')).toBe('a⍽b‹U+200B›c␛[1m␡')
  expect(visible('', 'all')).toBe('')
})

it('says what the signs mean that the text itself does not have', () => {
  expect(legend('a·→', 'a ')).toEqual(['· is a space', '→ is a tab'])
  expect(legend('a → b', 'a → b')).toEqual([])
})
