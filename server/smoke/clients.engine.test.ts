import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { findEndpoint } from '../engine/detect.ts'
import { readConfig } from '../platform/config.ts'
import { serveApi, type TestApi } from '../test-api.ts'
import { smokeTasks } from './languages.ts'

const ROOT = join(import.meta.dirname, '../..')

const tasks = await smokeTasks(ROOT, join(ROOT, 'profiles'), await findEndpoint(process.env), readConfig(process.env).languages ?? [])

let api: TestApi
beforeAll(async () => {
  const [first] = tasks
  if (!first) throw new Error('there is no language')
  api = await serveApi(first.engine, tasks)
})
afterAll(() => api[Symbol.asyncDispose]())

describe.each(tasks.map(({ profile }) => ({ title: profile.title, profile })))('clients run $title', ({ profile }) => {
  const content = profile.samples.find(({ title }) => title.startsWith('Hello'))?.files[0]?.content ?? ''
  const hello = expect.stringContaining('Hello, World!')
  const ends = { reason: 'exited', code: 0 }

  it('by REST', async () => {
    const answer = await api.post('/api/v1/run', { profile: profile.id, files: [{ content }] })
    expect(answer).toMatchObject({ run: { ...ends, stdout: hello, stderr: '' }, compile: profile.compile ? ends : null })
  })

  it.each([undefined, 'my_code'])('as Piston does, with a file called %s', async name => {
    const job = { language: profile.piston.language, version: '*', files: [{ name, content }], stdin: 'x' }
    expect(await api.post('/api/v2/execute', job)).toMatchObject({ run: { code: 0, status: null, stdout: hello, stderr: '' } })
  })

  it('as codapi does', async () => {
    expect(await api.post('/v1/exec', { sandbox: profile.id, command: 'run', files: { '': content } })).toMatchObject({
      ok: true,
      stdout: hello,
    })
  })

  it.each(profile.judge0)('as Judge0 does, by the number %i', async language_id => {
    const answer = await api.post('/api/judge0/submissions?wait=true', { language_id, source_code: content })
    expect(answer).toMatchObject({ status: { id: 3 }, stdout: hello, stderr: null })
  })
})
