import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Marked, type Token, type Tokens } from 'marked'
import { beforeAll, describe, expect, it } from 'vitest'
import { Anchors } from '../../components/docs/anchors.ts'
import { DOC_PAGES, docPath } from '../../components/docs/doc-pages.ts'
import { docLink } from '../../components/docs/links.ts'
import { type Doc, renderDoc } from '../../components/docs/render-doc.ts'
import { ROOT, readTexts } from './texts.ts'

/** What a server answers besides the documentation. */
const PLACES = ['/healthz', '/healthz/live', '/api/v1/openapi.json', '/api/v1/profiles', '/exercises']

const docs = new Map<string, Doc>()
beforeAll(async () => {
  const texts = readTexts()
  for (const page of DOC_PAGES) docs.set(docPath(page), await renderDoc(page, texts))
})

function html({ blocks }: Doc): string {
  return blocks.map(block => (block.kind === 'html' ? block.html : '')).join('\n')
}

function ids(doc: Doc): string[] {
  return [...html(doc).matchAll(/ id="([^"]+)"/g)].map(([, id]) => id as string)
}

/** Why a link of a page leads nowhere; null where it leads somewhere. */
function dead(from: string, href: string): string | null {
  if (/^[a-z]+:/i.test(href)) return isOutside(href) ? null : `${href} is no address`
  const { pathname, hash } = new URL(href, `http://server${from}`)
  const target = docs.get(pathname)
  if (!target) return PLACES.includes(pathname) || existsSync(join(ROOT, 'public', pathname)) ? null : `nothing is at ${pathname}`
  return hash === '' || ids(target).includes(decodeURIComponent(hash.slice(1))) ? null : `${pathname} has no ${hash}`
}

function isOutside(href: string): boolean {
  if (!URL.canParse(href)) return false
  const { protocol, hostname, username } = new URL(href)
  return protocol === 'https:' && username === '' && /^([a-z\d-]+\.)+[a-z]{2,}$/.test(hostname)
}

describe.each(DOC_PAGES)('the page $title', page => {
  it('has no dead link', () => {
    const from = docPath(page)
    const doc = docs.get(from) as Doc
    const links = [...html(doc).matchAll(/ href="([^"]+)"/g)].map(([, href]) => (href as string).replaceAll('&amp;', '&'))
    expect(links.map(href => dead(from, href)).filter(why => why !== null)).toEqual([])
  })

  it('has a name of its own for every heading', () => {
    const names = ids(docs.get(docPath(page)) as Doc)
    expect(names.length).toBeGreaterThan(0)
    expect(new Set(names).size).toBe(names.length)
  })
})

it('tells a dead link', () => {
  expect(dead('/docs/using', '/docs/none')).toBe('nothing is at /docs/none')
  expect(dead('/docs/using', '#none')).toBe('/docs/using has no #none')
  expect(dead('/docs/using', '/docs/operating#settings')).toBeNull()
  expect(dead('/docs', 'http://example.org/')).toBe('http://example.org/ is no address')
  expect(dead('/docs', 'https://example')).toBe('https://example is no address')
})

it('leads from a file to its page', () => {
  expect(docLink('../../../SECURITY.md#stronger-walls', 'app/docs/texts/operating.md')).toMatchObject({
    href: '/docs/security#stronger-walls',
  })
  expect(docLink('public/icon.svg', 'README.md')).toMatchObject({ href: '/icon.svg' })
  expect(docLink('limits.json', 'profiles/README.md')).toEqual({ kind: 'file', path: 'profiles/limits.json' })
})

/** Every Markdown file, as it is read where the repository is shown. */
describe('in the repository', () => {
  const files = execFileSync('git', ['ls-files', '-co', '--exclude-standard', '*.md'], { cwd: ROOT, encoding: 'utf8' }).trim().split('\n')

  it.each(files)('%s has no dead link', file => {
    const faults = linksOf(file).filter(href => !leadsSomewhere(file, href))
    expect(faults).toEqual([])
  })

  function leadsSomewhere(file: string, href: string): boolean {
    if (/^[a-z]+:/i.test(href)) return isOutside(href)
    if (href.startsWith('/')) return true
    const { pathname, hash } = new URL(href, `file:///${file}`)
    const path = decodeURIComponent(pathname.slice(1))
    if (!existsSync(join(ROOT, path))) return false
    // A page may take parts from elsewhere, whose headings the page's own test looks for.
    return hash === '' || DOC_PAGES.some(({ source }) => source === path) || anchorsOf(path).includes(hash.slice(1))
  }
})

function tokensOf(file: string): Token[] {
  const found: Token[] = []
  const marked = new Marked()
  marked.walkTokens(marked.lexer(readFileSync(join(ROOT, file), 'utf8')), token => {
    found.push(token)
  })
  return found
}

function linksOf(file: string): string[] {
  return tokensOf(file)
    .filter(token => token.type === 'link' || token.type === 'image')
    .map(token => (token as Tokens.Link).href)
}

function anchorsOf(file: string): string[] {
  const anchors = new Anchors()
  return tokensOf(file)
    .filter(token => token.type === 'heading')
    .map(token => anchors.next((token as Tokens.Heading).text))
}
