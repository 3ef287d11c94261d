import { execFile } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type DocPage, findDocPage } from '../../components/docs/doc-pages.ts'
import { codeBlocks, readTexts } from '../../e2e/docs/texts.ts'
import { hasProgram } from '../setup/system.ts'
import { serveApi, type TestApi } from '../test-api.ts'
import { findPython } from '../test-box.ts'

/** Does what the documentation of the API says, with what stands in it. */

const ADDRESS = 'http://127.0.0.1:3000'
/** What runs an example on this machine, by the ending of its name. */
const RUNNERS: Readonly<Record<string, string>> = { sh: 'sh', py: 'python3', mjs: process.execPath }

const examples = codeBlocks(findDocPage('api') as DocPage, readTexts()).flatMap(({ name, code }) => (name ? [{ name, code }] : []))

let api: TestApi
let folder: string
beforeAll(async () => {
  api = await serveApi((await findPython()).engine, [await findPython()])
  folder = await mkdtemp(join(tmpdir(), 'glovebox-docs-'))
})
afterAll(async () => {
  await api[Symbol.asyncDispose]()
  await rm(folder, { recursive: true, force: true })
})

it('shows each way to call in three languages', () => {
  for (const way of ['run', 'stream'])
    expect(examples.map(({ name }) => name)).toEqual(expect.arrayContaining(['sh', 'py', 'mjs'].map(end => `${way}.${end}`)))
})

describe('examples of the API', () => {
  for (const { name, code } of examples) {
    const ending = name.slice(name.lastIndexOf('.') + 1)
    const runner = RUNNERS[ending] ?? ''
    const missing = (ending === 'sh' && !hasProgram('curl')) || (ending === 'py' && !hasProgram('python3'))
    it.skipIf(missing)(name, async () => {
      expect(code).toContain(ADDRESS)
      const file = join(folder, name)
      await writeFile(file, code.replaceAll(ADDRESS, api.url))
      const { stdout } = await promisify(execFile)(runner, [file], { timeout: 30_000 })
      if (ending === 'sh') expect(stdout).toMatch(name.startsWith('run') ? /"stdout":"hello\\n"/ : /"text":"0\\n.*"type":"result"/s)
      else expect(stdout.trim()).toBe(name.startsWith('run') ? 'hello' : '0\n1\n2')
    })
  }
})
