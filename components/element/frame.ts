import type { FrameMessage, HostMessage } from '../embed/messages.ts'
import { EMBED_VERSION } from '../embed/version.ts'

/** What is not there by then does not come; and what has loaded hears soon after, unless the browser has put something else in its place. */
const LOAD_MS = 30_000
const READY_MS = 8000
const SANDBOX = 'allow-scripts allow-same-origin allow-popups allow-popups-to-escape-sandbox allow-downloads'

type Order = HostMessage extends infer Message
  ? Message extends unknown
    ? Partial<Omit<Message, 'glovebox'>> & Pick<HostMessage, 'type'>
    : never
  : never

export type FrameEvents = {
  readonly onMessage: (message: FrameMessage) => void
  /** It has not loaded, or may not be shown here. */
  readonly onLost: () => void
}

/** A frame in the page, and the talk with it. */
export class Frame {
  readonly element: HTMLIFrameElement
  readonly #origin: string
  readonly #events: FrameEvents
  #waiting: Order[] | null = []
  #timer = 0

  constructor(address: URL, title: string, events: FrameEvents) {
    this.#origin = address.origin
    this.#events = events
    const element = document.createElement('iframe')
    element.title = title
    element.setAttribute('sandbox', SANDBOX)
    element.allow = 'clipboard-write'
    element.src = address.href
    this.element = element
    element.addEventListener('load', () => this.#await(READY_MS))
    addEventListener('message', this.#hear)
    this.#await(LOAD_MS)
  }

  /** Sends a message, now or when the frame hears. */
  send(order: Order): void {
    if (this.#waiting) this.#waiting.push(order)
    else this.element.contentWindow?.postMessage({ glovebox: EMBED_VERSION, ...order }, this.#origin)
  }

  dispose(): void {
    clearTimeout(this.#timer)
    removeEventListener('message', this.#hear)
    this.element.remove()
  }

  #await(ms: number): void {
    clearTimeout(this.#timer)
    if (this.#waiting) this.#timer = window.setTimeout(() => this.#events.onLost(), ms)
  }

  readonly #hear = ({ source, origin, data }: MessageEvent): void => {
    if (source !== this.element.contentWindow || origin !== this.#origin || data?.glovebox !== EMBED_VERSION) return
    const message = data as FrameMessage
    if (message.type === 'ready' && this.#waiting) {
      clearTimeout(this.#timer)
      const waiting = this.#waiting
      this.#waiting = null
      for (const order of waiting) this.send(order)
    }
    this.#events.onMessage(message)
  }
}
