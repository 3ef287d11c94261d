import { createHash } from 'node:crypto'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { findEndpoint } from '../engine/detect.ts'
import { readConfig } from '../platform/config.ts'
import { serveApi, type TestApi } from '../test-api.ts'
import { smokeTasks } from './languages.ts'

const ROOT = join(import.meta.dirname, '../..')
const BASE = '/jobe/index.php/restapi'

/** Languages by CodeRunner's names for them. */
const IDS: Readonly<Record<string, string>> = { python3: 'python', c: 'c', cpp: 'cpp', java: 'java', nodejs: 'javascript', php: 'php' }
const offered = readConfig(process.env).languages ?? Object.values(IDS)
const names = Object.keys(IDS).filter(name => offered.includes(IDS[name] ?? ''))
const tasks = await smokeTasks(
  ROOT,
  join(ROOT, 'profiles'),
  await findEndpoint(process.env),
  names.map(name => IDS[name] ?? ''),
)

let api: TestApi
beforeAll(async () => {
  const [first] = tasks
  if (!first) throw new Error('there is no language')
  api = await serveApi(first.engine, tasks)
})
afterAll(() => api[Symbol.asyncDispose]())

function call(path: string, method: string, body?: unknown): Promise<Response> {
  const headers = { 'user-agent': 'CodeRunner', 'content-type': 'application/json; charset=utf-8', accept: 'application/json' }
  return fetch(`${api.url}${BASE}/${path}`, { method, headers, ...(body === undefined ? {} : { body: JSON.stringify(body) }) })
}

/** One job, in the steps in which CodeRunner's sandbox class does it: files are uploaded when a run is answered that they are missing. */
async function execute(language: string, source: string, input = '', files: Record<string, string> = {}, parameters: object = {}) {
  const idOf = (content: string) => createHash('md5').update(content).digest('hex')
  const mainClass = /public\s+class\s+(\w+)/.exec(source)?.[1]
  const run_spec = {
    language_id: language,
    sourcecode: source,
    sourcefilename: language === 'java' ? `${mainClass ?? 'prog'}.java` : `__tester__.${language}`,
    input: input === '' || input.endsWith('\n') ? input : `${input}\n`,
    file_list: Object.entries(files).map(([name, content]) => [idOf(content), name]),
    parameters: { cputime: 5, memorylimit: 100, numprocs: 20, ...parameters },
  }
  let response = await call('runs', 'POST', { run_spec })
  if (response.status === 404) {
    for (const content of Object.values(files)) {
      const sent = await call(`files/${idOf(content)}`, 'PUT', { file_contents: Buffer.from(content).toString('base64') })
      expect(sent.status).toBe(204)
    }
    response = await call('runs', 'POST', { run_spec })
  }
  expect(response.status).toBe(200)
  return response.json()
}

it('offers what CodeRunner has questions for, and what is installed alone', async () => {
  const languages = (await (await call('languages', 'GET')).json()) as [string, string][]
  const ids = languages.map(([id]) => id)
  expect(ids).toEqual(expect.arrayContaining(names))
  for (const id of ['octave', 'pascal', 'matlab']) expect(ids).not.toContain(id)
})

/** A program for each that doubles the number it reads, one that does not compile where there is a compiler, and one that fails. */
const LANGUAGES: Readonly<Record<string, readonly [string, string | null, string]>> = {
  python3: ['print(2 * int(input()))', null, '1 / 0'],
  c: [
    '#include <stdio.h>\nint main(void) { int n; scanf("%d", &n); printf("%d\\n", 2 * n); return 0; }',
    'int main(void) { return x; }',
    '#include <stdlib.h>\nint main(void) { abort(); }',
  ],
  cpp: [
    '#include <iostream>\nint main() { int n; std::cin >> n; std::cout << 2 * n << std::endl; }',
    'int main() { return x; }',
    'int main() { throw 1; }',
  ],
  java: [
    'import java.util.Scanner;\npublic class Twice {\n  public static void main(String[] args) { System.out.println(2 * new Scanner(System.in).nextInt()); }\n}',
    'public class Broken { public static void main(String[] args) { int x = y; } }',
    'public class Failing { public static void main(String[] args) { throw new RuntimeException("no"); } }',
  ],
  nodejs: ["console.log(2 * Number(require('fs').readFileSync(0, 'utf8')))", null, "throw new Error('no')"],
  php: ['<?php\necho 2 * intval(fgets(STDIN)), "\\n";', null, '<?php\nfwrite(STDERR, "no\\n"); exit(1);'],
}

it.each(names)('runs %s as CodeRunner asks for it', async language => {
  const [good, broken, failing] = LANGUAGES[language] as (typeof LANGUAGES)[string]
  expect(await execute(language, good, '21')).toMatchObject({ outcome: 15, cmpinfo: '', stdout: '42\n', stderr: '' })
  if (broken) expect(await execute(language, broken)).toMatchObject({ outcome: 11, cmpinfo: expect.stringMatching(/\w/), stdout: '' })
  expect(await execute(language, failing)).toMatchObject({ outcome: 12, stderr: expect.stringMatching(/\w/) })
})

it.skipIf(!names.includes('python3'))(
  'has support files beside the program, and the program under the name that it was given',
  async () => {
    const source = 'import sys, helper\nprint(helper.WORD, open("data.txt").read(), sys.argv[0].rsplit("/")[-1])'
    const files = { 'helper.py': 'WORD = "hello"', 'data.txt': 'größe' }
    expect(await execute('python3', source, '', files)).toMatchObject({ outcome: 15, stdout: 'hello größe __tester__.python3\n' })
  },
)

it.skipIf(!names.includes('python3') || !names.includes('java'))(
  'calls the program of a run without a name as the language does',
  async () => {
    const source = (LANGUAGES.java as readonly [string, ...unknown[]])[0].replace('Twice', 'Main')
    for (const [language_id, sourcecode] of [
      ['python3', 'print(2 * int(input()))'],
      ['java', source],
    ])
      expect(await (await call('runs', 'POST', { run_spec: { language_id, sourcecode, input: '4\n' } })).json()).toMatchObject({
        stdout: '8\n',
      })
  },
)

it.skipIf(!names.includes('python3'))('ends what takes too much time or memory', async () => {
  expect(await execute('python3', 'print("a", flush=True)\nwhile True: pass', '', {}, { cputime: 3 })).toMatchObject({
    outcome: 13,
    stdout: 'a\n',
    stderr: '',
  })
  expect(await execute('python3', 'import time; time.sleep(60)', '', {}, { cputime: 0.2 })).toMatchObject({ outcome: 13 })
  expect(await execute('python3', 'x = b"x" * (400 << 20)')).toMatchObject({ outcome: 17 })
})
