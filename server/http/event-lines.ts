import type { ServerResponse } from 'node:http'

const TYPE = 'application/x-ndjson'

/** Whether a caller asks for what happens as it happens. */
export function wantsLines(accept: string | undefined): boolean {
  return (accept ?? '').toLowerCase().includes(TYPE)
}

/** Told how much is on its way, until it is delivered; throws where that is too much. */
type OnSend = (bytes: number, delivered: Promise<void>) => void

/** An answer that is told in lines of JSON, as it comes to be known. */
export class EventLines<Event> {
  readonly #response: ServerResponse
  readonly #headers: Readonly<Record<string, string>>
  readonly #onSend: OnSend
  /** What is called when a line has left this process, or never will. */
  readonly #underWay = new Set<() => void>()

  constructor(response: ServerResponse, headers: Readonly<Record<string, string>>, onSend: OnSend) {
    this.#response = response
    this.#headers = headers
    this.#onSend = onSend
    response.once('close', () => {
      for (const delivered of this.#underWay) delivered()
    })
  }

  /** Whether something was told: from then on a fault cannot be told by the status any more. */
  get begun(): boolean {
    return this.#response.headersSent
  }

  send(event: Event): void {
    const response = this.#response
    // Behind another answer of the same connection, what was ended is not closed for a long time.
    if (response.destroyed || response.writableEnded) return
    const line = `${JSON.stringify(event)}\n`
    let onDelivered = (): void => {}
    const delivered = new Promise<void>(resolve => {
      onDelivered = () => {
        this.#underWay.delete(onDelivered)
        resolve()
      }
    })
    this.#underWay.add(onDelivered)
    try {
      this.#onSend(Buffer.byteLength(line), delivered)
    } catch {
      // Who does not read gets no more. What was told is kept, and can be asked for.
      response.destroy()
      return
    }
    if (!response.headersSent) {
      // What lies between must not gather events either.
      response.writeHead(200, { ...this.#headers, 'content-type': TYPE, 'cache-control': 'no-store', 'x-accel-buffering': 'no' })
    }
    response.write(line, onDelivered)
  }

  end(last: Event): void {
    this.send(last)
    if (!this.#response.destroyed && !this.#response.writableEnded) this.#response.end()
  }
}
