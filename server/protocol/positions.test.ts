import { describe, expect, it } from 'vitest'
import { findPositions, POSITION_LINE_CHARS, placeInLine } from './positions.ts'

const COMPILER = [
  { pattern: '^(?<file>[^\\s:]+):(?<line>\\d+):(?:(?<column>\\d+):)? (?<severity>error|warning|note): (?<message>.*)$' },
] as const
const TRACE = [
  {
    pattern: '^\\s*File "(?<file>[^"]+)", line (?<line>\\d+)',
    message: { where: 'after' as const, pattern: '^(?<message>\\w+Error\\b.*)$' },
  },
]
const ARROW = [
  {
    pattern: '^\\s*--> (?<file>[^\\s:]+):(?<line>\\d+):(?<column>\\d+)$',
    message: { where: 'before' as const, pattern: '^(?<severity>error|warning)[^:]*: (?<message>.*)$' },
  },
]

describe('places in output', () => {
  it('finds file, line, column, severity and message on one line', () => {
    const text =
      'main.c: In function main:\nmain.c:3:5: error: expected ;\n    3 |   x\nmain.c:9: warning: unused\nlib/a.h:1:1: note: here\n'
    expect(findPositions(text, COMPILER)).toEqual([
      { file: 'main.c', line: 3, column: 5, severity: 'error', message: 'expected ;' },
      { file: 'main.c', line: 9, severity: 'warning', message: 'unused' },
      { file: 'lib/a.h', line: 1, column: 1, severity: 'info', message: 'here' },
    ])
  })

  it('finds the message on a later line', () => {
    const text =
      'Traceback:\r\n  File "/code/main.py", line 7, in <module>\r\n    f()\r\n  File "/code/./help.py", line 2, in f\r\nValueError: no\r\n'
    expect(findPositions(text, TRACE)).toEqual([
      { file: 'main.py', line: 7, severity: 'error', message: 'ValueError: no' },
      { file: 'help.py', line: 2, severity: 'error', message: 'ValueError: no' },
    ])
  })

  it('finds the message, with its severity, on an earlier line', () => {
    expect(findPositions('error[E1]: first\nwarning: unused variable\n --> src/main.rs:4:9\n', ARROW)).toEqual([
      { file: 'src/main.rs', line: 4, column: 9, severity: 'warning', message: 'unused variable' },
    ])
  })

  it('sees through colours and links', () => {
    const text = '\x1b[1m\x1b[Kmain.c:3:5:\x1b[m \x1b[31;1merror: \x1b[mno \x1b]8;;https://example.org\x1b\\rule\x1b]8;;\x07\n'
    expect(findPositions(text, COMPILER)).toEqual([{ file: 'main.c', line: 3, column: 5, severity: 'error', message: 'no rule' }])
  })

  it.each([
    '/usr/lib/python3.13/json/decoder.py',
    '<string>',
    '../secret.py',
    '/code/../etc/passwd',
    'node:internal/modules',
    '.glovebox/main.py',
    '/code/.glovebox/gen.py',
    `${'a/'.repeat(20)}b`,
  ])('leaves out what is not a file of the workspace: %s', file => {
    expect(findPositions(`File "${file}", line 3\nTypeError: x`, TRACE)).toEqual([])
  })

  it('knows names in their long forms', () => {
    const text = ['/code/a.py', './a.py', '/code//./a.py', 'file:///code/a.py'].map(name => `File "${name}", line 3`).join('\n')
    expect(findPositions(text, TRACE)).toEqual([{ file: 'a.py', line: 3, severity: 'error', message: '' }])
  })

  it('leaves out lines that cannot be', () => {
    expect(findPositions('a.c:0:1: error: x\na.c:99999999999999999999:1: error: x', COMPILER)).toEqual([])
    expect(findPositions('a.c:1:0: error: x', COMPILER)).toEqual([{ file: 'a.c', line: 1, severity: 'error', message: 'x' }])
  })

  it('tells each place once, and so many at most', () => {
    expect(findPositions('a.c:1:1: error: x\n'.repeat(50), COMPILER)).toHaveLength(1)
    const many = Array.from({ length: 5000 }, (_, index) => `a.c:${index + 1}:1: error: x`).join('\n')
    expect(findPositions(many, COMPILER)).toHaveLength(200)
  })

  it('looks for a message so far and no farther', () => {
    const far = (lines: number): string => `File "a.py", line 1\n${'.\n'.repeat(lines)}TypeError: x`
    expect(findPositions(far(50), TRACE)[0]?.message).toBe('TypeError: x')
    expect(findPositions(far(100), TRACE)[0]?.message).toBe('')
  })

  it('reads the end of a long text, and the beginning of a long line', () => {
    expect(findPositions(`a.c:1:1: error: old\n${'x'.repeat(300_000)}\na.c:2:1: error: new`, COMPILER).map(({ line }) => line)).toEqual([2])
    expect(findPositions(`${' '.repeat(POSITION_LINE_CHARS)}File "a.py", line 1`, TRACE)).toEqual([])
    expect(findPositions(`a.c:1:1: error: ${'x'.repeat(5000)}`, COMPILER)[0]?.message).toHaveLength(500)
  })

  it('takes the first pattern that fits', () => {
    expect(findPositions('a.c:1:2: error: x', [{ pattern: '^(?<file>\\w+\\.c):(?<line>\\d+)' }, ...COMPILER])).toEqual([
      { file: 'a.c', line: 1, severity: 'error', message: '' },
    ])
  })
})

describe('the place in a line', () => {
  const named = (line: string, positions: Parameters<typeof placeInLine>[1]): string => {
    const place = placeInLine(line, positions)
    return place ? line.slice(place.start, place.end) : ''
  }

  it('says which part of the line names it', () => {
    expect(named('    File "/code/main.py", line 7, in <module>', TRACE)).toBe('File "/code/main.py", line 7')
    expect(named('main.c:3:5: error: main.c is bad', COMPILER)).toBe('main.c:3:5: error')
    expect(named('   --> src/main.rs:4:9', ARROW)).toBe('--> src/main.rs:4:9')
  })

  it('is null where there is none', () => {
    expect(placeInLine('all is well', COMPILER)).toBeNull()
    expect(placeInLine('File "/usr/lib/x.py", line 7', TRACE)).toBeNull()
  })
})
