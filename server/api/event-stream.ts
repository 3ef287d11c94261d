import type { ServerResponse } from 'node:http'
import type { RunEvent } from '../protocol/rest.ts'

export type EventFormat = 'ndjson' | 'sse'

const TYPES: Readonly<Record<EventFormat, string>> = { ndjson: 'application/x-ndjson', sse: 'text/event-stream' }

type OutputEvent = Extract<RunEvent, { type: 'output' }>

/** The format that a caller asks for by its Accept header, or null for one answer at the end. */
export function eventFormat(accept: string | undefined): EventFormat | null {
  const wanted = (accept ?? '').toLowerCase()
  if (wanted.includes(TYPES.sse)) return 'sse'
  return wanted.includes(TYPES.ndjson) ? 'ndjson' : null
}

/**
 * Events as an HTTP answer. Output that comes in small pieces is gathered while the event loop is busy or the caller does not read: however a program
 * writes, it takes no more events than the connection can carry.
 */
export class EventStream {
  readonly #response: ServerResponse
  readonly #format: EventFormat
  readonly #pending: OutputEvent[] = []
  #later: NodeJS.Immediate | null = null
  #drained: Promise<void> | null = null

  constructor(response: ServerResponse, format: EventFormat) {
    this.#response = response
    this.#format = format
  }

  /** Whether an event was sent: from then on a fault cannot be told by the status any more. */
  get begun(): boolean {
    return this.#response.headersSent
  }

  send(event: RunEvent): void {
    this.#flush()
    this.#write(event)
  }

  /** Sends output soon. While the promise is pending, the caller does not read. */
  sendOutput({ stage, stream, text }: Omit<OutputEvent, 'type'>): Promise<void> | undefined {
    const last = this.#pending.at(-1)
    if (last?.stage === stage && last.stream === stream) last.text += text
    else this.#pending.push({ type: 'output', stage, stream, text })
    if (this.#drained) return this.#drained
    this.#later ??= setImmediate(() => this.#flush())
    return undefined
  }

  end(last: RunEvent): void {
    this.send(last)
    if (!this.#response.destroyed && !this.#response.writableEnded) this.#response.end()
  }

  #flush(): void {
    if (this.#later) clearImmediate(this.#later)
    this.#later = null
    for (const event of this.#pending.splice(0)) this.#write(event)
  }

  #write(event: RunEvent): void {
    const response = this.#response
    if (response.destroyed || response.writableEnded) return
    if (!response.headersSent) {
      // What lies between must not gather events either.
      response.writeHead(200, { 'content-type': TYPES[this.#format], 'cache-control': 'no-store', 'x-accel-buffering': 'no' })
    }
    const json = JSON.stringify(event)
    if (response.write(this.#format === 'sse' ? `event: ${event.type}\ndata: ${json}\n\n` : `${json}\n`) || this.#drained) return
    this.#drained = new Promise(resolve => {
      response.once('drain', () => {
        this.#drained = null
        this.#flush()
        resolve()
      })
    })
  }
}
