import type { FrameEvent, HostMessage } from './messages.ts'
import { EMBED_VERSION } from './version.ts'

/** What the link needs of the frame's window. */
export type FrameWindow = Pick<Window, 'addEventListener' | 'removeEventListener'> & {
  readonly parent: Pick<Window, 'postMessage'>
}

/** A message that the frame has to do something about. */
export type Order = Exclude<HostMessage, { type: 'hello' }>

/**
 * The frame's end of the talk with the page around it. Only that page is heard: a browser shows the frame to none that the server does not allow
 * (frame-ancestors). Until the page has spoken it is told nothing but `ready`; from then on all goes to the origin that it spoke from.
 */
export class HostLink {
  readonly #window: FrameWindow
  readonly #obey: (order: Order) => void
  #origin: string | null = null
  #heard: Promise<void> = Promise.resolve()

  constructor(window: FrameWindow, obey: (order: Order) => void) {
    this.#window = window
    this.#obey = obey
  }

  start(): void {
    this.#window.addEventListener('message', this.#hear)
    this.#post({ type: 'ready' }, '*')
  }

  stop(): void {
    this.#window.removeEventListener('message', this.#hear)
  }

  tell(event: FrameEvent): void {
    // A page from a file, or in a sandbox, has an origin that nothing can be sent to by name.
    if (this.#origin !== null) this.#post(event, this.#origin === 'null' ? '*' : this.#origin)
  }

  readonly #hear = ({ source, origin, data }: MessageEvent): void => {
    // Opened by itself, a page is its own parent.
    if (source !== this.#window.parent || source === (this.#window as unknown)) return
    // Other scripts of the page may send messages of their own kind.
    if (typeof data !== 'object' || data === null || !('glovebox' in data)) return
    this.#origin = origin
    // In order, though the first of them waits for what reads it: a frame that nobody talks to does without.
    this.#heard = this.#heard.then(() => this.#take(data))
  }

  async #take(data: unknown): Promise<void> {
    const schema = await import('./messages.ts').catch(() => null)
    if (!schema) return this.tell({ type: 'refused', message: 'The server cannot be reached right now. Please try again in a moment.' })
    const parsed = schema.HostMessage.safeParse(data)
    if (!parsed.success) {
      const [issue] = parsed.error.issues
      const where = issue && issue.path.length > 0 ? ` (${issue.path.join('.')}: ${issue.message})` : ''
      return this.tell({ type: 'refused', message: `This is no message of version ${EMBED_VERSION}${where}.` })
    }
    if (parsed.data.type === 'hello') this.tell({ type: 'ready' })
    else this.#obey(parsed.data)
  }

  #post(event: FrameEvent, to: string): void {
    if (this.#window.parent === (this.#window as unknown)) return
    this.#window.parent.postMessage({ glovebox: EMBED_VERSION, ...event }, to)
  }
}
