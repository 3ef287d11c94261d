import { z } from 'zod'

/** An event's line. The plan is the largest: the source of every test. */
const LINE_BYTES = 1024 * 1024
const NAME_CHARS = 300
const TEXT_CHARS = 20_000
const TESTS_MOST = 1000
const NEWLINE = 0x0a

/** A text within a bound, whatever came. */
const text = (most: number) => z.string().transform(value => value.slice(0, most))

const UnitEvent = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('plan'),
    tests: z
      .array(
        z.object({
          name: text(NAME_CHARS),
          file: text(NAME_CHARS),
          line: z.number().int().nonnegative().catch(0),
          code: text(TEXT_CHARS).catch(''),
        }),
      )
      .max(TESTS_MOST),
  }),
  z.object({ type: z.literal('start'), test: z.number().int().nonnegative() }),
  z.object({
    type: z.literal('end'),
    test: z.number().int().nonnegative(),
    status: z.enum(['pass', 'fail', 'error', 'skip']),
    /** Where a harness ends a program itself, and goes on with the next test. */
    reason: z.enum(['timeout', 'out_of_memory', 'ended_early']).nullish().catch(null),
    message: text(TEXT_CHARS).catch(''),
    expected: text(TEXT_CHARS).nullish().catch(null),
    got: text(TEXT_CHARS).nullish().catch(null),
  }),
  z.object({ type: z.literal('done') }),
])
export type UnitEvent = z.infer<typeof UnitEvent>

/**
 * Tells a harness' events from what programs print. A line is an event when it begins with the secret, and is of the form of one; everything else is somebody's output, as
 * is a line that only looks like an event.
 */
export class UnitStream {
  readonly #prefix: Buffer
  readonly #onEvent: (event: UnitEvent) => void
  readonly #onText: (bytes: Buffer) => void
  /** Of a line that may be an event. */
  #line: Buffer[] = []
  #lineBytes = 0
  /** What the line that goes on cannot be. */
  #isText = false
  /** An empty line that may belong to the event after it. */
  #emptyLine = false

  constructor(secret: string, onEvent: (event: UnitEvent) => void, onText: (bytes: Buffer) => void) {
    this.#prefix = Buffer.from(`${secret} `)
    this.#onEvent = onEvent
    this.#onText = onText
  }

  push(chunk: Buffer): void {
    for (let at = 0; at < chunk.length; ) {
      const newline = chunk.indexOf(NEWLINE, at)
      const end = newline === -1 ? chunk.length : newline + 1
      this.#add(chunk.subarray(at, end), newline !== -1)
      at = end
    }
  }

  /** Nothing more comes. */
  end(): void {
    if (this.#emptyLine) this.#tellEmptyLine()
    if (this.#lineBytes > 0) this.#flush()
  }

  #add(part: Buffer, whole: boolean): void {
    if (!this.#isText) {
      this.#line.push(part)
      this.#lineBytes += part.length
      if (!this.#mayBeEvent()) this.#isText = true
      else if (!whole) return
    } else {
      this.#onText(part)
      if (whole) this.#isText = false
      return
    }
    if (whole && !this.#isText) return this.#takeEvent()
    if (whole && this.#lineBytes === 1) {
      if (this.#emptyLine) this.#tellEmptyLine()
      this.#emptyLine = true
      this.#forget()
    } else this.#flush()
    this.#isText = !whole
  }

  /** Whether the line that has begun begins as events do. */
  #mayBeEvent(): boolean {
    if (this.#lineBytes > LINE_BYTES) return false
    const head =
      this.#line.length === 1 ? (this.#line[0] as Buffer) : Buffer.concat(this.#line, Math.min(this.#lineBytes, this.#prefix.length))
    const most = Math.min(this.#prefix.length, this.#lineBytes)
    return head.subarray(0, most).equals(this.#prefix.subarray(0, most))
  }

  #takeEvent(): void {
    const event = parseEvent(Buffer.concat(this.#line).subarray(this.#prefix.length).toString('utf8'))
    if (!event) return this.#flush()
    this.#emptyLine = false
    this.#forget()
    this.#onEvent(event)
  }

  #flush(): void {
    if (this.#emptyLine) this.#tellEmptyLine()
    for (const part of this.#line) this.#onText(part)
    this.#forget()
  }

  #forget(): void {
    this.#line = []
    this.#lineBytes = 0
  }

  #tellEmptyLine(): void {
    this.#emptyLine = false
    this.#onText(Buffer.from('\n'))
  }
}

function parseEvent(json: string): UnitEvent | null {
  try {
    const parsed = UnitEvent.safeParse(JSON.parse(json))
    return parsed.success ? parsed.data : null
  } catch {
    return null
  }
}
