import fc from 'fast-check'
import { gzipSync } from 'fflate'
import { expect, it } from 'vitest'
import { SNIPPET_BYTES, type SnippetContent } from '../../server/protocol/snippet.ts'
import { toBase64 } from '../workspace/bytes.ts'
import { PRIVATE_LINK_LENGTH, privateFragment, readPrivate } from './private-link.ts'
import { testSnippet } from './test-snippet.ts'

const { id: _id, version: _version, createdMs: _createdMs, ...shared } = testSnippet
const content: SnippetContent = { ...shared, recording: null }
const inLink = (bytes: Uint8Array) => `#code=${toBase64(bytes).replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '')}`

it('gives back what was put in, the same link for the same content', () => {
  const text = fc.string({ unit: 'binary', maxLength: 500 })
  fc.assert(
    fc.property(text, fc.array(text, { maxLength: 5 }), fc.option(text), (source, args, stdin) => {
      const put = { ...content, files: [{ name: 'main.x', content: source }], args, stdin }
      const { fragment } = privateFragment(put)
      expect(fragment).toBe(privateFragment(put).fragment)
      expect(fragment).toMatch(/^code=[\w-]+$/)
      expect(readPrivate(`#${fragment}`)?.content).toEqual(put)
    }),
  )
})

it('has another mark for other content', () => {
  const mark = (source: string) =>
    readPrivate(`#${privateFragment({ ...content, files: [{ name: 'main.x', content: source }] }).fragment}`)?.mark
  expect(mark('one')).toBe(mark('one'))
  expect(mark('one')).not.toBe(mark('two'))
})

it('refuses what makes too long a link, and names the limit', () => {
  const noise = toBase64(crypto.getRandomValues(new Uint8Array(60_000)))
  const { fault } = privateFragment({ ...content, files: [{ name: 'main.x', content: noise }] })
  expect(fault).toMatch(/^A private link would be \d+ KB long; the limit is 64 KB\./)
})

it('takes nothing that is not a whole snippet', () => {
  const { fragment = '' } = privateFragment(content)
  const json = (value: unknown) => inLink(gzipSync(new TextEncoder().encode(JSON.stringify(value))))
  for (const hash of ['', '#', '#code=', '#code=%20', '#code=AAAA', `#${fragment.slice(0, -30)}`, `#x${fragment}`, json({}), json(null)])
    expect(readPrivate(hash)).toBeNull()
  expect(readPrivate(json(content))?.content).toEqual(content)
})

it('does not unpack what is larger than a snippet may be', () => {
  const bomb = gzipSync(new TextEncoder().encode(JSON.stringify(content) + ' '.repeat(SNIPPET_BYTES * 10)), { level: 9 })
  const hash = inLink(bomb)
  expect(hash.length).toBeLessThan(PRIVATE_LINK_LENGTH)
  const before = performance.now()
  expect(readPrivate(hash)).toBeNull()
  expect(performance.now() - before).toBeLessThan(5000)
})
