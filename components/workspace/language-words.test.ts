import { expect, it } from 'vitest'
import type { ImageState } from '../../server/protocol/profile-info.ts'
import { imageWords, languageName, notReadyWords } from './language-words.ts'

it('names a language with its version as soon as that is known', () => {
  expect(languageName({ title: 'X', version: null })).toBe('X')
  expect(languageName({ title: 'X', version: '1.2' })).toBe('X 1.2')
})

it.each<[ImageState, string | null, string | null]>([
  [{ name: 'ready' }, null, null],
  [{ name: 'waiting' }, 'Waits to be built', 'X waits to be built; Run works when it is ready'],
  [
    { name: 'building', part: 0.456, doing: 'installing packages' },
    '45 %, installing packages',
    'X is being built; Run works when it is ready',
  ],
  [{ name: 'building', part: 1, doing: '' }, '99 %', 'X is being built; Run works when it is ready'],
  [{ name: 'failed', why: 'no network' }, 'Could not be built: no network', 'X could not be built: no network'],
])('says how far %j is', (image, inMenu, inStatus) => {
  expect(imageWords({ image })).toBe(inMenu)
  expect(notReadyWords({ title: 'X', image })).toBe(inStatus)
})
