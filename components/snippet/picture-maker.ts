import { once } from 'node:events'
import { Worker } from 'node:worker_threads'
import type { ReactElement } from 'react'
import { PICTURE_HEIGHT, PICTURE_WIDTH } from './picture-size.ts'

export type MakerOptions = {
  /** The file of picture-worker.mjs. */
  readonly program: string
  /** How long a picture may take. */
  readonly patienceMs: number
  /** How many may wait for their turn. */
  readonly waiting: number
  /** All pictures that are kept. */
  readonly keptBytes: number
  /** How long the thread stays when there is nothing to draw: it holds 60 to 100 MB. */
  readonly idleMs: number
}

const HEAP = { maxOldGenerationSizeMb: 96, maxYoungGenerationSizeMb: 8 }

/** Makes pictures in a thread, one at a time, and keeps those that were asked for last. */
export class PictureMaker {
  readonly #options: MakerOptions
  /** By what they show, which never changes; those asked for last come last. */
  readonly #kept = new Map<string, Uint8Array<ArrayBuffer>>()
  #keptBytes = 0
  readonly #making = new Map<string, Promise<Uint8Array<ArrayBuffer> | null>>()
  #turn: Promise<unknown> = Promise.resolve()
  #worker: Worker | null = null
  #idle: NodeJS.Timeout | undefined

  constructor(options: MakerOptions) {
    this.#options = options
  }

  /** A picture as PNG; null when too many wait, or when it takes too long. */
  async make(id: string, draw: () => Promise<ReactElement>): Promise<Uint8Array<ArrayBuffer> | null> {
    const before = this.#kept.get(id)
    if (before) {
      this.#kept.delete(id)
      this.#kept.set(id, before)
      return before
    }
    const making = this.#making.get(id)
    if (making) return making
    if (this.#making.size > this.#options.waiting) return null
    const made = this.#turn.then(async () => this.#render(await draw()))
    this.#turn = made.catch(() => {})
    this.#making.set(id, made)
    try {
      const png = await made
      if (png) this.#keep(id, png)
      return png
    } finally {
      this.#making.delete(id)
    }
  }

  /** Ends the thread; the next picture starts it again. */
  async stop(): Promise<void> {
    clearTimeout(this.#idle)
    const worker = this.#worker
    this.#worker = null
    await worker?.terminate()
  }

  async #render(element: ReactElement): Promise<Uint8Array<ArrayBuffer> | null> {
    clearTimeout(this.#idle)
    this.#worker ??= this.#start()
    try {
      this.#worker.postMessage({ element: JSON.stringify(element), width: PICTURE_WIDTH, height: PICTURE_HEIGHT })
      const [png] = await once(this.#worker, 'message', { signal: AbortSignal.timeout(this.#options.patienceMs) })
      this.#idle = setTimeout(() => void this.stop(), this.#options.idleMs).unref()
      return png
    } catch (fault) {
      await this.stop()
      if (fault instanceof Error && fault.name === 'AbortError') return null
      throw fault
    }
  }

  #start(): Worker {
    // Nothing of this process's environment. Of the library's two ways, the one without native code: it is ended with the thread, and leaves no memory behind.
    const worker = new Worker(this.#options.program, { env: { NODE_ENV: 'production' }, execArgv: ['--no-addons'], resourceLimits: HEAP })
    worker.unref()
    // Told to whoever waits for a picture; one that comes later is told to nobody.
    worker.on('error', () => {
      if (this.#worker === worker) this.#worker = null
    })
    return worker
  }

  #keep(id: string, png: Uint8Array<ArrayBuffer>): void {
    if (this.#kept.has(id)) return
    this.#kept.set(id, png)
    this.#keptBytes += png.byteLength
    for (const [old, { byteLength }] of this.#kept) {
      if (this.#keptBytes <= this.#options.keptBytes) break
      this.#kept.delete(old)
      this.#keptBytes -= byteLength
    }
  }
}
