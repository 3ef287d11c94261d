import { WebSocket } from 'ws'
import { PROTOCOL_VERSION } from '../../server/protocol/messages.ts'
import { Tab } from './client.ts'

export type RequestOutcome = { readonly name: string; readonly contained: boolean; readonly how: string }

const RUN = {
  type: 'run',
  run: 1,
  profile: 'python',
  files: [{ name: 'main.py', content: 'print(1)' }],
  args: [],
  size: { cols: 80, rows: 24 },
}
const MESSAGES: Readonly<Record<string, object>> = {
  hello: { type: 'hello', protocol: PROTOCOL_VERSION, resume: { session: 'x', run: 1, received: 0 } },
  run: RUN,
  resize: { type: 'resize', run: 1, size: { cols: 80, rows: 24 } },
  signal: { type: 'signal', run: 1, signal: 'SIGINT' },
  eof: { type: 'eof', run: 1 },
  stop: { type: 'stop', run: 1 },
  ack: { type: 'ack', run: 1, offset: 0 },
}
/** What is put in place of every field, as it stands in JSON; null takes the field away. */
const VALUES = [
  '0',
  '-1',
  '1e308',
  '-1e308',
  '1e999',
  '9007199254740993',
  '0.5',
  '"NaN"',
  'null',
  'true',
  '""',
  `"${'x'.repeat(70_000)}"`,
  '[]',
  '{}',
  '[[]]',
  '{"__proto__":{"a":1}}',
  null,
]
const ANSWER_MS = 300

/**
 * Puts every wrong value into every field of every message, each on a connection of its own, and sends what is no message at all. Contained: the
 * server answers or closes, and serves an honest program afterwards, with its limits as they were.
 */
export async function attackRequests(url: string): Promise<readonly RequestOutcome[]> {
  const outcomes: RequestOutcome[] = []
  for (const [type, message] of Object.entries(MESSAGES)) {
    const variants = [...fieldsOf(message)].flatMap(path => VALUES.map(value => replaced(message, path, value)))
    outcomes.push(await sendAll(url, `requests/${type}`, variants))
  }
  const nonsense = [
    '',
    '{',
    'null',
    '[]',
    '"hello"',
    '{"type":"nothing"}',
    '{"type":["run"]}',
    '\0',
    '{"a":'.repeat(5000),
    '['.repeat(100_000),
  ]
  outcomes.push(await sendAll(url, 'requests/no-message', nonsense))
  outcomes.push(
    await sendAll(url, 'requests/frames', [
      Buffer.alloc(0),
      Buffer.alloc(1),
      Buffer.alloc(64 * 1024 + 20, 1),
      Buffer.from('ffffffffffffffffffff', 'hex'),
    ]),
  )
  const names = ['../x', '/etc/passwd', 'a/../../b', 'a\0b', '.', '..', '', 'a//b', 'x'.repeat(300), 'a/'.repeat(200), '\u202etxt', 'con\n']
  const files = names.map(name => JSON.stringify({ ...RUN, files: [{ name, content: 'x' }] }))
  outcomes.push(await sendAll(url, 'requests/file-names', files))
  const many = JSON.stringify({ ...RUN, files: Array.from({ length: 65 }, (_, n) => ({ name: `f${n}`, content: '' })) })
  const large = JSON.stringify({ ...RUN, files: [{ name: 'main.py', content: 'x'.repeat(1_100_000) }] })
  outcomes.push(await sendAll(url, 'requests/too-much', [many, large, 'x'.repeat(4_000_000)]))
  return outcomes
}

type Path = readonly (string | number)[]

function* fieldsOf(value: object, prefix: Path = []): Generator<Path> {
  for (const [key, inner] of Object.entries(value)) {
    const path = [...prefix, key]
    yield path
    if (typeof inner === 'object' && inner !== null) yield* fieldsOf(inner, path)
  }
}

/** The message as JSON with one field replaced by a piece of JSON, or taken away. */
function replaced(message: object, path: Path, value: string | null): string {
  const copy = structuredClone(message) as Record<string, unknown>
  let at: Record<string, unknown> = copy
  for (const key of path.slice(0, -1)) at = at[key] as Record<string, unknown>
  const last = path.at(-1) as string
  const mark = '@@here@@'
  if (value === null) delete at[last]
  else at[last] = mark
  return JSON.stringify(copy).replace(`"${mark}"`, () => value ?? '')
}

async function sendAll(url: string, name: string, payloads: readonly (string | Buffer)[]): Promise<RequestOutcome> {
  try {
    // A few at a time, as several strangers would.
    const waiting = [...payloads]
    const worker = async (): Promise<void> => {
      for (let payload = waiting.pop(); payload !== undefined; payload = waiting.pop())
        await sendOne(url, payload, name === 'requests/hello')
    }
    await Promise.all(Array.from({ length: 8 }, worker))
    using tab = await Tab.open(url)
    const limits = await tab.run(
      [{ name: 'main.py', content: 'import resource as r\nprint("HELD" if r.getrlimit(r.RLIMIT_NOFILE)[1] == 1024 else "BREACH limits")' }],
      { withinMs: 20_000 },
    )
    const how = limits.breaches[0] ?? (limits.held ? `${payloads.length} messages` : 'no honest run afterwards')
    return { name, contained: limits.held && limits.breaches.length === 0, how }
  } catch (fault) {
    return { name, contained: false, how: (fault as Error).message }
  }
}

/** Resolves when the server has closed the connection, or had time to answer. */
async function sendOne(url: string, payload: string | Buffer, first: boolean): Promise<void> {
  const socket = new WebSocket(`${url.replace(/^http/, 'ws')}/ws`, { headers: { origin: new URL(url).origin } })
  await new Promise<void>((resolve, reject) => {
    socket.once('error', reject)
    socket.once('open', () => {
      socket.on('error', () => {})
      socket.once('close', () => resolve())
      if (!first) socket.send(JSON.stringify({ type: 'hello', protocol: PROTOCOL_VERSION, resume: null }))
      socket.send(payload)
      setTimeout(resolve, ANSWER_MS)
    })
  })
  socket.terminate()
}
