import { FakeGrader } from './exercises/fake-grader.ts'
import { loadCatalogue } from './exercises/format/catalogue.ts'
import { type TestFolder, testFolder } from './exercises/test-folders.ts'
import type { Config } from './platform/config.ts'
import { silentLogger } from './platform/logger.ts'
import { Joined, LiveEvent, type MemberRow, NewClass } from './protocol/classes.ts'
import { Submission } from './protocol/exercise.ts'
import { COMPILED, SCRIPT, startTestServer, type TestServer } from './test-server.ts'

const exercise = (slug: string) => ({
  [`first/${slug}/exercise.md`]: `---\ntitle: The ${slug}\nlanguage: script\n---\n\nDo it.\n`,
  [`first/${slug}/starter/main.txt`]: '# write\n',
  [`first/${slug}/solution/main.txt`]: 'right\n',
  [`first/${slug}/tests/tests.yaml`]: '- name: works\n  stdout: "Hello\\n"\n',
})
const FILES = {
  'first/course.yaml':
    'title: First\ndescription: Steps.\nsections:\n  - {title: A, exercises: [hello, sum]}\n  - {title: B, exercises: [loop]}\n',
  ...exercise('hello'),
  ...exercise('sum'),
  ...exercise('loop'),
}

type Options = { readonly method?: string; readonly body?: unknown; readonly headers?: Readonly<Record<string, string>> }

export const bearer = (key: string) => ({ authorization: `Bearer ${key}` })
export const asMember = (token: string) => ({ 'glovebox-member': token })
export const solution = (content: string) => ({ language: 'script', files: [{ name: 'main.txt', content }] })

/** The status and the code of a refusal. */
export async function codeOf(answer: Response): Promise<readonly [number, string]> {
  return [answer.status, ((await answer.json()) as { code: string }).code]
}

/** A whole server in this process with three exercises and a class, and what teachers and students ask of it. What has `right` in it passes. */
export class TestSchool implements AsyncDisposable {
  readonly server: TestServer
  readonly #folder: TestFolder
  #own: NewClass | null = null

  private constructor(server: TestServer, folder: TestFolder) {
    this.server = server
    this.#folder = folder
  }

  static async open(changes: Partial<Config> = {}): Promise<TestSchool> {
    const folder = await testFolder(FILES)
    const catalogue = await loadCatalogue({ folders: [folder.path], languages: [SCRIPT, COMPILED], log: silentLogger(), rescanMs: 0 })
    const server = await startTestServer(changes, silentLogger(), { catalogue, grader: () => new FakeGrader() })
    const school = new TestSchool(server, folder)
    school.#own = await school.makeClass()
    return school
  }

  /** The class that is there from the beginning. */
  get own(): NewClass {
    if (!this.#own) throw new Error('the school is not open')
    return this.#own
  }

  ask(path: string, { method, body, headers = {} }: Options = {}): Promise<Response> {
    return fetch(`http://127.0.0.1:${this.server.port}/api/v1${path}`, {
      method: method ?? (body === undefined ? 'GET' : 'POST'),
      headers: { ...(body === undefined ? {} : { 'content-type': 'application/json' }), ...headers },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
  }

  /** Asks for something of a class as its teacher. */
  teach(path: string, options: Options = {}, made: NewClass = this.own): Promise<Response> {
    return this.ask(`/classes/${made.id}${path}`, { ...options, headers: { ...bearer(made.key), ...options.headers } })
  }

  async makeClass(title = 'Year 9'): Promise<NewClass> {
    const choices = [{ course: 'first', section: 'A' }, { exercise: 'loop' }]
    return NewClass.parse(await this.#made(await this.ask('/classes', { body: { title, choices } })))
  }

  async join(name: string, made: NewClass = this.own): Promise<Joined> {
    return Joined.parse(await this.#made(await this.ask('/join', { body: { code: made.code, name } })))
  }

  async handIn(student: Joined | null, content: string, slug = 'hello'): Promise<Submission> {
    const headers = student ? asMember(student.token) : {}
    return Submission.parse(await this.#made(await this.ask(`/exercises/${slug}/submissions`, { body: solution(content), headers })))
  }

  async watch(made: NewClass = this.own): Promise<Watching> {
    const stop = new AbortController()
    const url = `http://127.0.0.1:${this.server.port}/api/v1/classes/${made.id}/live`
    const answer = await fetch(url, { headers: bearer(made.key), signal: stop.signal })
    if (answer.status !== 200 || !answer.body) throw new Error(await answer.text())
    return new Watching(answer.body, stop)
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.server[Symbol.asyncDispose]()
    await this.#folder[Symbol.asyncDispose]()
  }

  async #made(answer: Response): Promise<unknown> {
    if (answer.status !== 201) throw new Error(`${answer.status}: ${await answer.text()}`)
    return answer.json()
  }
}

/** What a teacher's page is told. */
class Watching implements Disposable {
  readonly events: LiveEvent[] = []
  ended = false
  readonly #stop: AbortController

  constructor(body: ReadableStream<Uint8Array>, stop: AbortController) {
    this.#stop = stop
    void this.#read(body).catch(() => {})
  }

  async #read(body: ReadableStream<Uint8Array>): Promise<void> {
    let rest = ''
    const decoder = new TextDecoder()
    for await (const chunk of body) {
      rest += decoder.decode(chunk, { stream: true })
      const lines = rest.split('\n')
      rest = lines.pop() ?? ''
      for (const line of lines) this.events.push(LiveEvent.parse(JSON.parse(line)))
    }
    this.ended = true
  }

  /** What was told last of a student. */
  row(name: string): MemberRow | undefined {
    const rows = this.events.flatMap(event => (event.type === 'all' || event.type === 'members' ? event.members : []))
    return rows.findLast(row => row.name === name)
  }

  [Symbol.dispose](): void {
    this.#stop.abort()
  }
}
