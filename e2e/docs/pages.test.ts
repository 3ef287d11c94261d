import { join } from 'node:path'
import { expect, it } from 'vitest'
import { type ApiDescription, type ApiSchema, METHODS } from '../../components/docs/api-reference.ts'
import { DOC_PAGES, type DocPage, findDocPage } from '../../components/docs/doc-pages.ts'
import { renderDoc } from '../../components/docs/render-doc.ts'
import { isCalled } from '../../server/api/catalogue.ts'
import { describeApi } from '../../server/api/openapi.ts'
import { loadProfiles } from '../../server/profiles/load.ts'
import { ERROR_CODES, errorStatus } from '../../server/protocol/errors.ts'
import { codeBlocks, ROOT, readTexts } from './texts.ts'

const TEXTS = readTexts()

const CALLS = 'calls a server, and a box has no network'
/** Blocks in languages that we offer which no box can run: how they open, and why. */
const ONLY_READ: Readonly<Record<string, string>> = {
  sh: "commands for the reader's own machine; programs in Bash are called bash",
  'sh run.sh': CALLS,
  'python run.py': CALLS,
  'js run.mjs': CALLS,
  'sh stream.sh': CALLS,
  'python stream.py': CALLS,
  'js stream.mjs': CALLS,
  'js page.js': 'needs the web page that it is part of',
}

it.each(DOC_PAGES)('the page $title has a title, and says what it is about', async page => {
  const doc = await renderDoc(page, TEXTS)
  expect(doc.title).not.toBe('')
  expect(doc.description.length).toBeGreaterThan(20)
})

it('lets every program be run, but for those that no box can run', async () => {
  const profiles = await loadProfiles(join(ROOT, 'profiles'))
  const isOffered = (name: string) =>
    profiles.some(profile => profile.id === name || profile.extensions.includes(`.${name}`) || isCalled(profile, name))
  const onlyRead = DOC_PAGES.flatMap(page => codeBlocks(page, TEXTS))
    .filter(({ language, run }) => !run && isOffered(language))
    .map(({ language, name }) => (name ? `${language} ${name}` : language))
  expect([...new Set(onlyRead)].sort()).toEqual(Object.keys(ONLY_READ).sort())
})

it.each(DOC_PAGES)('the page $title has a Run button for each program, which names a language and a file of it', async page => {
  const profiles = await loadProfiles(join(ROOT, 'profiles'))
  const programs = codeBlocks(page, TEXTS).filter(({ run }) => run)
  const { blocks } = await renderDoc(page, TEXTS)
  // Within a list a block is only read.
  const shown = blocks.flatMap(block => (block.kind === 'code' && block.info.run ? [block.info.name] : []))
  expect(shown).toEqual(programs.map(({ name }) => name))
  for (const { language, name } of programs) {
    const endings = profiles.find(({ id }) => id === language)?.extensions ?? []
    expect([language, name, endings.some(ending => name?.endsWith(ending))]).toEqual([language, name, true])
  }
})

it('describes every endpoint, every field and every error of the API', async () => {
  const { blocks, headings } = await renderDoc(findDocPage('api') as DocPage, TEXTS)
  const text = blocks.map(block => block.html).join('')
  const names = headings.map(heading => heading.text)
  const { paths, components } = describeApi('open') as ApiDescription
  for (const [path, methods] of Object.entries(paths))
    for (const method of METHODS.filter(name => name in methods)) expect(names).toContain(`${method.toUpperCase()} ${path}`)
  for (const [name, schema] of Object.entries(components.schemas)) {
    expect(names).toContain(name)
    expect(fieldsOf(schema).filter(field => !text.includes(`<code>${field}</code>`))).toEqual([])
  }
  for (const code of ERROR_CODES)
    expect(text).toMatch(new RegExp(`<tr>\\s*<td>[^\\n]*<code>${code}</code>[^\\n]*</td>\\s*<td>${errorStatus(code)}</td>`))
})

function fieldsOf(schema: ApiSchema, path = ''): string[] {
  const own = Object.entries(schema.properties ?? {}).flatMap(([name, field]) =>
    path === '' && name === 'type' && field.const !== undefined
      ? []
      : [`${path}${name}`, ...fieldsOf(field, `${path}${name}.`), ...(field.items ? fieldsOf(field.items, `${path}${name}[].`) : [])],
  )
  return [...own, ...(schema.oneOf ?? []).flatMap(kind => fieldsOf(kind, path))]
}
