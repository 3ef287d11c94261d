import { expect, it } from 'vitest'
import { readOptions } from './options.ts'

const run = (...argv: string[]) => readOptions(['run', ...argv], {})

it('leaves what comes after the file to the program', () => {
  expect(run('-l', 'python', 'a.py', '--server', '-x', '--', 'b')).toMatchObject({
    language: 'python',
    file: 'a.py',
    args: ['--server', '-x', '--', 'b'],
    server: new URL('http://127.0.0.1:3000/'),
  })
})

it('takes options in one word and in two, and files whose names look like one', () => {
  expect(run('--files=a=b', '-f', 'c', '--all', '--', '-d.py', 'x')).toMatchObject({
    files: ['a=b', 'c'],
    all: true,
    file: '-d.py',
    args: ['x'],
  })
})

it('finds the server by option, by environment, or at home', () => {
  const env = { GLOVEBOX_URL: 'https://box.example/play' }
  expect(readOptions(['languages'], env)).toMatchObject({ server: new URL('https://box.example/play/') })
  expect(readOptions(['languages', '-s', 'http://[::1]:8/'], env)).toMatchObject({ server: new URL('http://[::1]:8/') })
})

it('helps who asks, or says nothing', () => {
  for (const argv of [[], ['help'], ['--help'], ['run', '-h'], ['languages', '--help']])
    expect(readOptions(argv, {})).toEqual({ command: 'help' })
})

it.each([
  [['sprint'], /no command sprint/],
  [['run'], /Which file/],
  [['run', '--colour', 'a.py'], /no option --colour/],
  [['run', '--language'], /--language needs a value/],
  [['run', '--server', 'box.example', 'a.py'], /box.example is no address/],
  [['run', '--server', 'file:///etc', 'a.py'], /is no address/],
  [['languages', 'python'], /takes no python/],
  [['languages', '--all'], /no option --all/],
])('refuses %j', (argv, words) => {
  expect(() => readOptions(argv, {})).toThrow(words)
})
