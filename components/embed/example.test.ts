import { expect, it } from 'vitest'
import type { ProfileInfo } from '../../server/protocol/profile-info.ts'
import {
  type Example,
  exampleFault,
  exampleOfLoad,
  linesBefore,
  profileNamed,
  sameFiles,
  shownFile,
  shownFiles,
  sourcesOfExample,
  withFile,
  withText,
} from './example.ts'

const EXAMPLE: Example = {
  title: '',
  language: 'python',
  main: null,
  code: 'print(x)',
  setup: '',
  teardown: '',
  files: [],
  args: [],
  stdin: null,
  readonly: false,
  id: null,
}
const MAIN = { mainFile: 'main.py' }

it('runs what is shown between what is not', () => {
  const example = { ...EXAMPLE, setup: 'x = 1\ny = 2', teardown: 'assert x' }
  expect(sourcesOfExample(example, MAIN).sources).toMatchObject({
    main: 'main.py',
    files: [{ name: 'main.py', content: 'x = 1\ny = 2\nprint(x)\nassert x' }],
  })
  expect(linesBefore(example)).toBe(2)
  expect(linesBefore(EXAMPLE)).toBe(0)
  expect(sourcesOfExample(EXAMPLE, MAIN).sources?.files).toEqual([{ name: 'main.py', content: 'print(x)' }])
})

it('says why files cannot be run', () => {
  const refusal = (changes: Partial<Example>) => sourcesOfExample({ ...EXAMPLE, ...changes }, MAIN).refusal
  expect(refusal({ files: [{ name: 'main.py', content: '' }] })).toBe('There is a file "main.py" already.')
  expect(refusal({ files: [{ name: '../evil', content: '' }] })).toBeTruthy()
  expect(refusal({ main: '/etc/passwd', files: [{ name: 'a', content: '' }] })).toBeTruthy()
  expect(refusal({ main: '/etc/passwd' })).toBeTruthy()
  expect(refusal({ setup: 'x'.repeat(1024 * 1024) })).toContain('limit')
  expect(refusal({ files: [{ name: 'a.txt', content: '' }] })).toBeUndefined()
})

const HELPER = { name: 'helper.py', content: 'y = 1' }
const BYTES = { name: 'data.bin', content: 'AAECAw==', encoding: 'base64' as const }
const SEVERAL: Example = { ...EXAMPLE, setup: 'x = 1', files: [HELPER, BYTES] }

it('shows the main file first, and runs all as they were edited, with what is not shown', () => {
  expect(shownFiles(SEVERAL)).toEqual([{ name: '', content: 'print(x)' }, HELPER, BYTES])
  const edited = withText(withText(SEVERAL, 'helper.py', 'y = 2'), '', 'print(x + 1)')
  expect(shownFile(edited, 'helper.py').content).toBe('y = 2')
  expect(shownFile(edited, 'none').content).toBe('print(x + 1)')
  expect(sourcesOfExample(edited, MAIN).sources).toMatchObject({
    main: 'main.py',
    files: [{ name: 'main.py', content: 'x = 1\nprint(x + 1)' }, { name: 'helper.py', content: 'y = 2' }, BYTES],
  })
  expect([sameFiles(SEVERAL, edited), sameFiles(SEVERAL, withText(SEVERAL, 'helper.py', 'y = 1'))]).toEqual([false, true])
  // What is not text is not typed into.
  expect(withText(SEVERAL, 'data.bin', 'x')).toEqual(SEVERAL)
})

it('takes files of a page by their names', () => {
  expect(withFile(SEVERAL, { name: 'helper.py', content: 'y = 3' }).example?.files).toEqual([
    { name: 'helper.py', content: 'y = 3' },
    BYTES,
  ])
  expect(withFile(SEVERAL, { name: 'new.py', content: '' }).example?.files.at(-1)).toEqual({ name: 'new.py', content: '' })
  expect(withFile({ ...SEVERAL, main: 'a.py' }, { name: 'a.py', content: 'z' }).example).toMatchObject({ code: 'z', files: SEVERAL.files })
  expect(withFile(SEVERAL, { ...BYTES, name: '' }).refusal).toBe('The main file has to be text.')
  expect(withFile(SEVERAL, { name: '../evil', content: '' }).refusal).toBeTruthy()
  expect(withFile(SEVERAL, { name: 'helper.py/x', content: '' }).refusal).toBe('"helper.py" is a file, so it cannot be a folder too.')
  expect(withFile(SEVERAL, { name: 'big.txt', content: 'x'.repeat(1024 * 1024) }).refusal).toContain('limit')
  const files = Array.from({ length: 63 }, (_, at) => ({ name: `${at}.txt`, content: '' }))
  expect(withFile({ ...EXAMPLE, files }, { name: 'one.txt', content: '' }).refusal).toBe('These are 65 files; the limit is 64.')
})

it('finds what is wrong with files before it shows them', () => {
  expect(exampleFault(SEVERAL)).toBeNull()
  expect(exampleFault({ ...EXAMPLE, files: [HELPER, HELPER] })).toBe('There is a file "helper.py" already.')
  expect(exampleFault({ ...EXAMPLE, files: [{ name: '', content: '' }] })).toBeTruthy()
  expect(exampleFault({ ...EXAMPLE, files: [{ name: '/x', content: '' }] })).toBeTruthy()
  expect(exampleFault({ ...EXAMPLE, setup: 'x'.repeat(600_000), teardown: 'x'.repeat(600_000) })).toContain('limit')
  expect(exampleFault({ ...EXAMPLE, files: [{ ...BYTES, content: 'A'.repeat(6 * 1024 * 1024) }] })).toContain('limit')
})

it('makes a line of a title, as the playground takes it', () => {
  const load = { ...EXAMPLE, glovebox: 1 as const, type: 'load' as const, name: 'a.py', files: [], args: [] }
  expect(exampleOfLoad({ ...load, title: '\tTwo\nlines\u202e' }).title).toBe('Two lines')
})

it('knows a language by each of its names', () => {
  const profile = (id: string, title: string, extensions: string[], editorLanguage = id) =>
    ({ id, title, extensions, editorLanguage }) as ProfileInfo
  const profiles = [
    profile('python', 'Python', ['.py']),
    profile('cpp', 'C++', ['.cpp', '.hpp']),
    profile('bash', 'Bash', ['.sh'], 'shell'),
  ]
  const found = ['python', 'PY', 'c++', 'hpp', 'sh', 'shell', 'cobol', ''].map(name => profileNamed(profiles, name)?.id)
  expect(found).toEqual(['python', 'python', 'cpp', 'cpp', 'bash', 'bash', undefined, undefined])
})
