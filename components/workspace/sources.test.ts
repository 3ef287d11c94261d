import fc from 'fast-check'
import { expect, it } from 'vitest'
import { fileNameFault } from '../../server/protocol/file-name.ts'
import { toBase64 } from './bytes.ts'
import {
  addFile,
  closeFile,
  editFile,
  fileNamed,
  isBinary,
  nameFault,
  type Outcome,
  openFile,
  putFile,
  removeFile,
  renameFile,
  restoreFile,
  type Sources,
  setMain,
  sizeFault,
  startingSources,
} from './sources.ts'

const start = startingSources({ mainFile: 'main.x', starter: 'go' })
const binary = (name: string, bytes = 4) => ({ name, content: toBase64(new Uint8Array(bytes)), encoding: 'base64' as const })

function made(outcome: Outcome): Sources {
  if (!outcome.sources) throw new Error(outcome.refusal)
  return outcome.sources
}
const add = (sources: Sources, name: string, content = ''): Sources => made(addFile(sources, { name, content }))

it('begins with the main file, open', () => {
  expect(start).toEqual({ files: [{ name: 'main.x', content: 'go' }], main: 'main.x', tabs: ['main.x'], active: 'main.x' })
})

it('adds a file and shows it', () => {
  expect(add(start, 'lib/a.x')).toMatchObject({ main: 'main.x', tabs: ['main.x', 'lib/a.x'], active: 'lib/a.x' })
})

it.each([
  ['', 'A file name is empty.'],
  ['../a', '"../a" is not a relative file name.'],
  ['/etc/passwd', '"/etc/passwd" is not a relative file name.'],
  ['main.x', 'There is a file "main.x" already.'],
  ['main.x/a', '"main.x" is a file, so it cannot be a folder too.'],
  ['lib', 'There is a folder "lib" already.'],
  ['.glovebox/out', 'The folder .glovebox belongs to the compiler.'],
])('refuses the name "%s"', (name, words) => {
  expect(addFile(add(start, 'lib/a.x'), { name, content: '' })).toEqual({ refusal: words })
  expect(nameFault(add(start, 'lib/a.x'), name)).toBe(words)
})

it('names the limit that a file is above', () => {
  let full = start
  for (let n = 1; n < 64; n++) full = add(full, `f${n}`)
  expect(addFile(full, { name: 'one-more', content: '' })).toEqual({ refusal: 'These are 65 files; the limit is 64.' })
  expect(addFile(start, { name: 'big', content: 'x'.repeat(1_200_000) }).refusal).toBe(
    'The text files are 1.14 MB together; the limit is 1 MB.',
  )
  expect(addFile(start, binary('big', 4_200_000)).refusal).toBe('The files are 4.01 MB together; the limit is 4 MB.')
  expect(addFile(start, binary('big', 4_000_000)).refusal).toBeUndefined()
})

it('keeps what is typed above the limit, and says so', () => {
  const large = editFile(start, 'main.x', 'x'.repeat(1_100_000))
  expect(fileNamed(large, 'main.x')?.content).toHaveLength(1_100_000)
  expect(sizeFault(large)).toBe('The program is 1.05 MB; the limit is 1 MB.')
})

it('renames a file wherever it is named', () => {
  expect(made(renameFile(start, 'main.x', 'other.x'))).toEqual({
    files: [{ name: 'other.x', content: 'go' }],
    main: 'other.x',
    tabs: ['other.x'],
    active: 'other.x',
  })
  expect(renameFile(add(start, 'a'), 'a', 'main.x').refusal).toBe('There is a file "main.x" already.')
  expect(made(renameFile(start, 'main.x', 'main.x'))).toEqual(start)
})

it('brings a removed file back to where it was', () => {
  const three = add(add(start, 'a', '1'), 'b', '2')
  const without = made(removeFile(three, 'a'))
  expect(without.files.map(file => file.name)).toEqual(['main.x', 'b'])
  expect(without.tabs).toEqual(['main.x', 'b'])
  const back = made(restoreFile(without, { name: 'a', content: '1' }, 1, false))
  expect(back.files).toEqual(three.files)
  expect(back.active).toBe('a')
  expect(restoreFile(three, { name: 'a', content: '1' }, 1, false).refusal).toBe('There is a file "a" already.')
})

it('lets another file be the main one when that is removed, but never a binary one', () => {
  expect(made(removeFile(add(start, 'a'), 'main.x')).main).toBe('a')
  const onlyBinary = made(addFile(start, binary('data')))
  expect(removeFile(onlyBinary, 'main.x').refusal).toBe('"main.x" is the only file that can be run; it stays.')
  expect(setMain(onlyBinary, 'data').refusal).toBe('"data" is not text, so it cannot be the main file.')
  expect(putFile(start, binary('main.x')).refusal).toBe('"main.x" is the main file, which has to be text.')
})

it('shows the tab beside the one that is closed', () => {
  const three = add(add(start, 'a'), 'b')
  expect(closeFile(three, 'b')).toMatchObject({ tabs: ['main.x', 'a'], active: 'a' })
  expect(closeFile(openFile(three, 'main.x'), 'main.x')).toMatchObject({ tabs: ['a', 'b'], active: 'a' })
  expect(closeFile(three, 'a').active).toBe('b')
  expect(closeFile(start, 'main.x')).toEqual(start)
})

it('puts an upload in the place of the file that has its name', () => {
  expect(fileNamed(made(putFile(add(start, 'a', '1'), { name: 'a', content: '2' })), 'a')?.content).toBe('2')
})

it('holds together whatever is done to it', () => {
  const name = fc.constantFrom('main.x', 'a', 'b', 'lib/c', 'lib', '../x', '')
  const steps = fc.array(
    fc.oneof(
      fc.record({ step: fc.constant('add' as const), name, binary: fc.boolean() }),
      fc.record({ step: fc.constant('rename' as const), name, to: name }),
      fc.record({ step: fc.constantFrom('remove', 'main', 'open', 'close', 'put'), name }),
    ),
  )
  fc.assert(
    fc.property(steps, all => {
      let sources = start
      for (const one of all) {
        const outcome = ((): Outcome => {
          if ('binary' in one) return addFile(sources, one.binary ? binary(one.name) : { name: one.name, content: '' })
          if ('to' in one) return fileNamed(sources, one.name) ? renameFile(sources, one.name, one.to) : { sources }
          if (one.step === 'remove') return removeFile(sources, one.name)
          if (one.step === 'main') return setMain(sources, one.name)
          if (one.step === 'put') return putFile(sources, binary(one.name))
          return { sources: one.step === 'open' ? openFile(sources, one.name) : closeFile(sources, one.name) }
        })()
        sources = outcome.sources ?? sources
        const names = sources.files.map(file => file.name)
        const main = fileNamed(sources, sources.main)
        expect(new Set(names).size).toBe(names.length)
        expect(names.every(each => fileNameFault(each) === null)).toBe(true)
        expect(main && !isBinary(main)).toBe(true)
        expect(sources.tabs).toContain(sources.active)
        expect(sources.tabs.every(tab => names.includes(tab))).toBe(true)
        expect(new Set(sources.tabs).size).toBe(sources.tabs.length)
      }
    }),
  )
})
