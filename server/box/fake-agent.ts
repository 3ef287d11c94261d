import type { Duplex } from 'node:stream'
import { AGENT_PROTOCOL, type AgentFrame, AgentFrameDecoder, FrameError, FromAgent, ToAgent } from './agent-frames.ts'

const OUTPUT_BYTES = 32 * 1024

/**
 * An agent for tests that "runs" scripts of one command a line: `print <text>`, `read` (waits for a line of input and says it back), `flood <bytes>`,
 * `hang` (until it is stopped or signalled), `dirty` (the next reset is not clean), `die` (the box goes), `lie` (sends more than it may), `exit <code>`.
 */
export function fakeAgent(stream: Duplex): void {
  const decoder = new AgentFrameDecoder()
  const files = new Map<number, { size: number; content: string }>()
  let source = ''
  let dirty = false
  let live: { channel: number; credit: number; input: string; outputBytes: number; wake: () => void; ended: boolean } | null = null

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

  async function perform(script: string): Promise<void> {
    const run = live
    if (!run) return
    const changed = (): Promise<void> =>
      new Promise(resolve => {
        run.wake = resolve
      })
    const print = async (text: string): Promise<void> => {
      for (let bytes = Buffer.from(text); bytes.length > 0; ) {
        while (run.credit === 0 && !run.ended) await changed()
        if (run.ended) return
        const part = bytes.subarray(0, Math.min(run.credit, OUTPUT_BYTES))
        run.credit -= part.length
        run.outputBytes += part.length
        send(FromAgent.stdout, run.channel, part)
        bytes = bytes.subarray(part.length)
      }
    }
    for (const line of script.split('\n')) {
      if (run.ended) return
      const [command, ...rest] = line.split(' ')
      const argument = rest.join(' ')
      if (command === 'print') await print(`${argument}\n`)
      else if (command === 'flood') await print('y\n'.repeat(Number(argument) / 2))
      else if (command === 'hang') while (!run.ended) await changed()
      else if (command === 'dirty') dirty = true
      else if (command === 'die') return void stream.destroy()
      else if (command === 'lie') for (let sent = 0; sent < 16; sent++) send(FromAgent.stdout, run.channel, Buffer.alloc(OUTPUT_BYTES))
      else if (command === 'exit') return exit('exited', Number(argument), null)
      else if (command === 'read') {
        while (!run.input.includes('\n') && !run.ended) await changed()
        const at = run.input.indexOf('\n') + 1
        await print(`got ${run.input.slice(0, at)}`)
        run.input = run.input.slice(at)
      }
    }
    exit('exited', 0, null)
  }

  function handle({ type, channel, payload }: AgentFrame): void {
    const json = (): Record<string, never> => JSON.parse(payload.toString('utf8'))
    switch (type) {
      case ToAgent.hello:
        return sendJson(FromAgent.ready, 0, { protocol: AGENT_PROTOCOL, uid: 1, pid: 1 })
      case ToAgent.put:
        files.set(channel, { size: Number(json().size), content: '' })
        return stored(channel)
      case ToAgent.putData: {
        const file = files.get(channel)
        if (file) file.content += payload.toString('utf8')
        return stored(channel)
      }
      case ToAgent.start: {
        live = { channel, credit: Number(json().window), input: '', outputBytes: 0, wake: () => {}, ended: false }
        sendJson(FromAgent.started, channel, { standby: true })
        return void perform(source)
      }
      case ToAgent.stdin: {
        if (live?.channel !== channel) return
        live.input += payload.toString('utf8')
        const consumed = Buffer.alloc(4)
        consumed.writeUInt32BE(payload.length)
        send(FromAgent.consumed, channel, consumed)
        return live.wake()
      }
      case ToAgent.credit:
        if (live?.channel !== channel) return
        live.credit += payload.readUInt32BE()
        return live.wake()
      case ToAgent.signal: {
        const wake = live?.wake
        exit('signaled', null, json().signal ?? null)
        return wake?.()
      }
      case ToAgent.stop: {
        const wake = live?.wake
        exit('stopped', null, 'SIGTERM')
        return wake?.()
      }
      case ToAgent.reset:
        sendJson(FromAgent.resetDone, 0, { clean: !dirty, leftovers: dirty ? ['a process'] : [] })
        return
      default:
    }
  }

  function stored(channel: number): void {
    const file = files.get(channel)
    if (!file || Buffer.byteLength(file.content) < file.size) return
    source = file.content
    files.delete(channel)
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
