import { expect, it } from 'vitest'
import { SNIPPET_BYTES } from '../../server/protocol/snippet.ts'
import type { Sources } from '../workspace/sources.ts'
import { contentOf, settingsOf, sourcesOf } from './shared-content.ts'
import { testReport, testSnippet } from './test-snippet.ts'

const sources: Sources = { files: [{ name: 'main.x', content: 'go' }], main: 'main.x', tabs: ['main.x'], active: 'main.x' }
const shown = { profile: 'x', sources, settings: { args: "-n 'a b'", stdin: 'kept', useStdin: false }, origin: null }
const plain = { title: '  Mine ', recording: null }

it('takes what is run: files, arguments, and input where it is in use', () => {
  expect(contentOf(shown, plain).content).toEqual({
    profile: 'x',
    title: 'Mine',
    main: 'main.x',
    files: [{ name: 'main.x', content: 'go' }],
    args: ['-n', 'a b'],
    stdin: null,
    parent: null,
    recording: null,
  })
  expect(contentOf({ ...shown, settings: { ...shown.settings, useStdin: true } }, plain).content?.stdin).toBe('kept')
})

it('remembers what it was made from, once it is something else', () => {
  const opened = sourcesOf(testSnippet).sources as Sources
  const origin = { id: testSnippet.id, content: { ...testSnippet, parent: 'zzzzzzzzzzzz' } }
  const again = { profile: 'x', sources: opened, settings: settingsOf(testSnippet), origin }
  expect(contentOf(again, plain).content?.parent).toBe('zzzzzzzzzzzz')
  const edited = { ...opened, files: opened.files.with(0, { name: 'main.x', content: 'stop' }) }
  expect(contentOf({ ...again, sources: edited }, plain).content?.parent).toBe(testSnippet.id)
})

it('refuses what is above a limit, and names it', () => {
  const large = (content: string) => ({ ...shown, sources: { ...sources, files: [{ name: 'main.x', content }] } })
  expect(contentOf(large('x'.repeat(1_200_000)), plain).fault).toBe('The program is 1.14 MB; the limit is 1 MB.')
  const binary = { name: 'a.bin', content: 'A'.repeat(SNIPPET_BYTES), encoding: 'base64' as const }
  const recording = { cols: 80, rows: 24, events: [], truncated: false, report: testReport }
  expect(contentOf({ ...shown, sources: { ...sources, files: [...sources.files, binary] } }, { title: '', recording }).fault).toBe(
    'This is 3 MB in all; the limit for sharing is 3 MB. Without the output it is less.',
  )
  expect(contentOf({ ...shown, settings: { ...shown.settings, args: '"open' } }, plain).fault).toBe(
    'Run settings: A quote " is not closed.',
  )
})

it('gives files and settings back as they were', () => {
  const { sources: back } = sourcesOf(testSnippet)
  expect(back?.files).toEqual(testSnippet.files)
  expect(back?.main).toBe('main.x')
  expect(back?.active).toBe('main.x')
  expect(settingsOf(testSnippet)).toEqual({ args: "--all 'two words'", stdin: '', useStdin: false })
})

it('takes no files that the page would not take', () => {
  const refusal = (...files: { name: string; content: string; encoding?: 'base64' }[]) => sourcesOf({ files, main: 'main.x' }).refusal
  const main = { name: 'main.x', content: '' }
  expect(refusal(main, { name: '../out', content: '' })).toMatch(/not a relative file name/)
  expect(refusal(main, main)).toMatch(/There is a file "main.x" already/)
  expect(refusal({ name: 'other', content: '' })).toMatch(/There is no file "main.x"/)
  expect(refusal({ ...main, encoding: 'base64' })).toMatch(/cannot be the main file/)
  expect(refusal(main, { name: 'a', content: '<', encoding: 'base64' })).toMatch(/not base64/)
  expect(refusal(main, { name: 'a', content: 'x'.repeat(1_100_000) })).toMatch(/the limit is 1 MB/)
})
