import type { Duplex } from 'node:stream'
import { AGENT_PROTOCOL, type AgentFrame, AgentFrameDecoder, FrameError, FromAgent, ToAgent } from './agent-frames.ts'

const OUTPUT_BYTES = 32 * 1024

/**
 * An agent for tests that "runs" scripts of one command a line: `print <text>`, `warn <text>` (to standard error), `bytes <hex>`, `args` (says its arguments),
 * `read` (waits for a line of input and says it back), `cat` (waits for the end of input and says all of it back), `flood <bytes>`, `hang` (until it is stopped
 * or signalled), `dirty` (the next reset is not clean), `die` (the box goes), `lie` (sends more than it may), `write <name> <text>`, `exit <code>`,
 * `end <reason>` (as when a limit ends it), `size` (of its terminal). Asked for its `--version` it says 3.1.
 * The command `compile` says "compiled", or "main.txt:1: fault" and fails where the source has a line `fault`; `layout` gives its input back without spaces at
 * line ends, and takes none that has a line `fault`; `hang` hangs.
 */
export function fakeAgent(stream: Duplex): void {
  const decoder = new AgentFrameDecoder()
  const puts = new Map<number, { name: string; size: number; content: string }>()
  const files = new Map<string, { content: string; asPut: boolean }>()
  let dirty = false
  let live: {
    channel: number
    credit: number
    input: string
    closed: boolean
    size: string
    outputBytes: number
    wake: () => void
    ended: boolean
  } | null = null

  const send = (type: number, channel: number, payload: Uint8Array): void => {
    if (stream.destroyed) return
    const frame = Buffer.alloc(9 + payload.length)
    frame.writeUInt32BE(5 + payload.length, 0)
    frame[4] = type
    frame.writeUInt32BE(channel, 5)
    frame.set(payload, 9)
    stream.write(frame)
  }
  const sendJson = (type: number, channel: number, value: unknown): void => send(type, channel, Buffer.from(JSON.stringify(value)))
  const exit = (reason: string, code: number | null, signal: string | null): void => {
    if (!live || live.ended) return
    live.ended = true
    const { channel, outputBytes } = live
    live = null
    sendJson(FromAgent.exit, channel, { reason, code, signal, cpuMs: 1, wallMs: 2, peakBytes: 3, outputBytes, oomKills: 0 })
  }

  async function perform(argv: readonly string[], preset: string | undefined): Promise<void> {
    const run = live
    if (!run) return
    const source = files.get('main.txt')?.content ?? ''
    const input = preset === undefined ? '' : (files.get(preset)?.content ?? '')
    run.input = input
    run.closed = preset !== undefined
    const faulty = (text: string): boolean => text.split('\n').includes('fault')
    const changed = (): Promise<void> =>
      new Promise(resolve => {
        run.wake = resolve
      })
    const print = async (said: string | Buffer, stream: number = FromAgent.stdout): Promise<void> => {
      for (let bytes = typeof said === 'string' ? Buffer.from(said) : said; bytes.length > 0; ) {
        while (run.credit === 0 && !run.ended) await changed()
        if (run.ended) return
        const part = bytes.subarray(0, Math.min(run.credit, OUTPUT_BYTES))
        run.credit -= part.length
        run.outputBytes += part.length
        send(stream, run.channel, part)
        bytes = bytes.subarray(part.length)
      }
    }
    if (argv[0] === 'compile') {
      await print(faulty(source) ? 'main.txt:1: fault\n' : 'compiled\n')
      return exit('exited', faulty(source) ? 1 : 0, null)
    }
    if (argv[0] === 'layout') {
      await print(faulty(input) ? 'not understood' : input.replace(/ +$/gm, ''))
      return exit('exited', faulty(input) ? 1 : 0, null)
    }
    const script = argv[0] === 'hang' ? 'hang' : argv[1] === '--version' ? 'print 3.1' : source
    for (const line of script.split('\n')) {
      if (run.ended) return
      const [command, ...rest] = line.split(' ')
      const argument = rest.join(' ')
      if (command === 'print') await print(`${argument}\n`)
      else if (command === 'warn') await print(`${argument}\n`, FromAgent.stderr)
      else if (command === 'bytes') await print(Buffer.from(argument, 'hex'))
      else if (command === 'size') await print(`${run.size}\n`)
      else if (command === 'args') await print(`${argv.slice(1).join(',')}\n`)
      else if (command === 'flood') await print('y\n'.repeat(Number(argument) / 2))
      else if (command === 'hang') while (!run.ended) await changed()
      else if (command === 'dirty') dirty = true
      else if (command === 'die') return void stream.destroy()
      else if (command === 'lie') for (let sent = 0; sent < 16; sent++) send(FromAgent.stdout, run.channel, Buffer.alloc(OUTPUT_BYTES))
      else if (command === 'write') files.set(rest[0] ?? '', { content: rest.slice(1).join(' '), asPut: false })
      else if (command === 'exit') return exit('exited', Number(argument), null)
      else if (command === 'end') return exit(argument, null, 'SIGKILL')
      else if (command === 'cat') {
        while (!run.closed && !run.ended) await changed()
        await print(run.input)
        run.input = ''
      } else if (command === 'read') {
        while (!run.input.includes('\n') && !run.closed && !run.ended) await changed()
        const at = run.input.indexOf('\n') + 1 || run.input.length
        await print(`got ${run.input.slice(0, at)}`)
        run.input = run.input.slice(at)
      }
    }
    exit('exited', 0, null)
  }

  function handle({ type, channel, payload }: AgentFrame): void {
    const json = (): Record<string, unknown> => JSON.parse(payload.toString('utf8'))
    switch (type) {
      case ToAgent.hello:
        return sendJson(FromAgent.ready, 0, { protocol: AGENT_PROTOCOL, uid: 1, pid: 1 })
      case ToAgent.put:
        puts.set(channel, { name: String(json().name), size: Number(json().size), content: '' })
        return stored(channel)
      case ToAgent.putData: {
        const file = puts.get(channel)
        if (file) file.content += payload.toString('utf8')
        return stored(channel)
      }
      case ToAgent.start: {
        live = {
          channel,
          credit: Number(json().window),
          input: '',
          closed: false,
          size: sizeOf(json().tty),
          outputBytes: 0,
          wake: () => {},
          ended: false,
        }
        sendJson(FromAgent.started, channel, { standby: true })
        return void perform(json().argv as string[], json().stdin as string | undefined)
      }
      case ToAgent.stdin: {
        if (live?.channel !== channel) return
        live.input += payload.toString('utf8')
        const consumed = Buffer.alloc(4)
        consumed.writeUInt32BE(payload.length)
        send(FromAgent.consumed, channel, consumed)
        return live.wake()
      }
      case ToAgent.eof:
        if (live?.channel !== channel) return
        live.closed = true
        return live.wake()
      case ToAgent.resize:
        if (live?.channel === channel) live.size = sizeOf(json())
        return
      case ToAgent.credit:
        if (live?.channel !== channel) return
        live.credit += payload.readUInt32BE()
        return live.wake()
      case ToAgent.signal: {
        const wake = live?.wake
        exit('signaled', null, (json().signal as string | undefined) ?? null)
        return wake?.()
      }
      case ToAgent.stop: {
        const wake = live?.wake
        exit(String(json().reason), null, 'SIGTERM')
        return wake?.()
      }
      case ToAgent.list: {
        const listed = [...files].filter(([name]) => !name.startsWith('.glovebox/'))
        const told = listed.map(([name, { content, asPut }]) => ({ name, size: content.length, modifiedMs: 0, asPut }))
        return sendJson(FromAgent.files, channel, { files: told, truncated: false })
      }
      case ToAgent.get: {
        const file = files.get(String(json().name))
        if (!file) return sendJson(FromAgent.error, channel, { code: 'not_found', message: 'no such file' })
        sendJson(FromAgent.file, channel, { name: json().name, size: file.content.length })
        if (file.content !== '') send(FromAgent.fileData, channel, Buffer.from(file.content))
        return
      }
      case ToAgent.reset:
        for (const name of files.keys()) if (!(json().keep as string[]).includes(name)) files.delete(name)
        sendJson(FromAgent.resetDone, 0, { clean: !dirty, leftovers: dirty ? ['a process'] : [] })
        return
      default:
    }
  }

  function stored(channel: number): void {
    const file = puts.get(channel)
    if (!file || Buffer.byteLength(file.content) < file.size) return
    files.set(file.name, { content: file.content, asPut: true })
    puts.delete(channel)
    sendJson(FromAgent.ok, channel, {})
  }

  stream.on('data', (chunk: Buffer) => {
    try {
      decoder.push(chunk, handle)
    } catch (fault) {
      if (!(fault instanceof FrameError)) throw fault
      stream.destroy()
    }
  })
}

function sizeOf(tty: unknown): string {
  const { cols, rows } = (tty ?? {}) as { cols?: number; rows?: number }
  return cols === undefined ? 'none' : `${cols}x${rows}`
}
