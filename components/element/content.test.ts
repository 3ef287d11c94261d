import fc from 'fast-check'
import { expect, it, vi } from 'vitest'
import { dedent, fileSources, readFiles } from './content.ts'

it('takes the page’s indentation from code', () => {
  expect(dedent('\n    def f():\n        return 1\n\n    f()\n  ')).toBe('def f():\n    return 1\n\nf()')
  expect(dedent('\n\tif x:\r\n\t\ty()\r\n')).toBe('if x:\n\ty()')
  expect(dedent('a\n b')).toBe('a\n b')
  expect(dedent(' \n\n')).toBe('')
})

it('changes nothing in code but that', () => {
  fc.assert(
    fc.property(fc.array(fc.stringMatching(/^ {0,4}[a-z]{1,3}$/), { minLength: 1 }), fc.integer({ min: 0, max: 8 }), (lines, by) => {
      const indented = lines.map(line => `${' '.repeat(by)}${line}`)
      expect(dedent(`\n${indented.join('\n')}\n`)).toBe(dedent(lines.join('\n')))
      expect(dedent(indented.join('\n')).replaceAll(' ', '')).toBe(lines.join('\n').replaceAll(' ', ''))
    }),
  )
})

it('reads where files come from', () => {
  expect(fileSources(' helper.py=#helper  /data/cities.csv?v=2 #notes.txt a=b=c ')).toEqual([
    { name: 'helper.py', source: '#helper' },
    { name: 'cities.csv', source: '/data/cities.csv?v=2' },
    { name: 'notes.txt', source: '#notes.txt' },
    { name: 'a', source: 'b=c' },
  ])
  expect(fileSources('a '.repeat(100))).toHaveLength(63)
})

it('fetches files as anybody would, not as the reader who is signed in', async () => {
  const fetched = vi.spyOn(globalThis, 'fetch').mockResolvedValue(new Response('1,2'))
  expect(await readFiles('data.csv=/api/data')).toEqual([{ name: 'data.csv', content: '1,2' }])
  expect(fetched).toHaveBeenCalledExactlyOnceWith('/api/data', expect.objectContaining({ credentials: 'omit' }))
  fetched.mockRestore()
})
