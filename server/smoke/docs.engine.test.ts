import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { DOC_PAGES } from '../../components/docs/doc-pages.ts'
import { codeBlocks, readTexts } from '../../e2e/docs/texts.ts'
import { findEndpoint } from '../engine/detect.ts'
import { readConfig } from '../platform/config.ts'
import { serveApi, type TestApi } from '../test-api.ts'
import { smokeTasks } from './languages.ts'

const ROOT = join(import.meta.dirname, '../..')
/** Programs that are for the reader to finish. */
const UNFINISHED = ['temperature.py']
/** What a program must have said, where its end does not tell that it did what the text says. */
const SAYS: Readonly<Record<string, object>> = {
  'ages.c': { stderr: expect.stringMatching(/^ages\.c:7:\d+: runtime error: index 3 out of bounds/) },
  'main.py': { stdout: '42\n' },
  'link.mjs': { stdout: expect.stringMatching(/#code=[\w-]+\n$/) },
}
/** What a program is told that asks for something else. */
const READS: Readonly<Record<string, string>> = { 'main.py': '19\n23\n' }
/** A name for who asks for one, then every number from 1 to 100. */
const ANSWERS = ['Ada', ...Array.from({ length: 100 }, (_, at) => at + 1), ''].join('\n')

const tasks = await smokeTasks(ROOT, join(ROOT, 'profiles'), await findEndpoint(process.env), readConfig(process.env).languages ?? [])
const texts = readTexts()
const programs = DOC_PAGES.flatMap(page => codeBlocks(page, texts)).filter(({ run }) => run)

let api: TestApi
beforeAll(async () => {
  const [first] = tasks
  if (!first) throw new Error('there is no language')
  api = await serveApi(first.engine, tasks)
})
afterAll(() => api[Symbol.asyncDispose]())

describe('programs of the documentation with a Run button', () => {
  for (const { language, name, code } of programs)
    it.skipIf(!tasks.some(({ profile }) => profile.id === language))(`${name}`, async () => {
      const answer = await api.post('/api/v1/run', {
        profile: language,
        files: [{ name, content: code }],
        stdin: READS[name ?? ''] ?? ANSWERS,
      })
      const ended = { reason: 'exited', code: UNFINISHED.includes(name ?? '') ? 1 : 0 }
      expect(answer).toMatchObject({ run: { ...ended, ...SAYS[name ?? ''] } })
    })
})
