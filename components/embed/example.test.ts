import { expect, it } from 'vitest'
import type { ProfileInfo } from '../../server/protocol/profile-info.ts'
import { type Example, linesBefore, profileNamed, sourcesOfExample } from './example.ts'

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
