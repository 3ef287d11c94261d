import { writeSync } from 'node:fs'
import { CleanOutput, PUT_BACK } from '../protocol/clean-output.ts'
import { Answers } from '../protocol/hygiene.ts'
import { TERMINAL_CELLS } from '../protocol/limits.ts'
import type { TerminalSize } from '../protocol/messages.ts'
import { LineEnds } from './line-ends.ts'

const DEFAULT_SIZE: TerminalSize = { cols: 80, rows: 24 }
/** Every terminal answers this (ECMA-48's device status report), after all that it was asked before. */
const FENCE = { question: '\x1b[5n', answer: '\x1b[0n' }
/** A terminal that has not answered by then does not. */
const ANSWER_MS = 500

export type Streams = {
  readonly input: typeof process.stdin
  readonly output: typeof process.stdout
  readonly errors: typeof process.stderr
}

export type TerminalEvents = {
  readonly onInput: (bytes: Buffer) => void
  /** Nothing more is typed. */
  readonly onEnd: () => void
  readonly onResize: (size: TerminalSize) => void
}

/** Where the command was typed: a terminal, or files and pipes in its place. It is put back as it was in the end, whichever way that comes. */
export class OwnTerminal implements Disposable {
  readonly #streams: Streams
  /** Keys go to the program as they are. */
  readonly #raw: boolean
  readonly #output: CleanOutput | LineEnds
  #isOpen = false
  #lineBegins = true
  #onResize: () => void = () => {}

  constructor(streams: Streams) {
    const { input, output } = streams
    this.#streams = streams
    this.#raw = Boolean(input.isTTY && output.isTTY)
    this.#output = output.isTTY ? new CleanOutput(this.#raw ? new Answers() : null) : new LineEnds()
  }

  get size(): TerminalSize {
    const { columns, rows } = this.#streams.output
    // A terminal that nobody has sized says 0.
    if (!(columns > 0 && rows > 0)) return DEFAULT_SIZE
    return { cols: Math.min(columns, TERMINAL_CELLS), rows: Math.min(rows, TERMINAL_CELLS) }
  }

  /** Hands the terminal over to a program. */
  open({ onInput, onEnd, onResize }: TerminalEvents): void {
    const { input, output } = this.#streams
    this.#isOpen = true
    process.on('exit', this.#putBack)
    this.#onResize = () => onResize(this.size)
    output.on('resize', this.#onResize)
    if (!input.isTTY) return
    if (this.#raw) input.setRawMode(true)
    input.on('data', onInput).on('end', onEnd)
  }

  /** Shows output, and says when that is done. */
  write(bytes: Uint8Array, done: () => void): void {
    const shown = this.#output.clean(bytes)
    if (typeof shown === 'string' && shown !== '') this.#lineBegins = shown.endsWith('\n')
    this.#streams.output.write(shown, () => done())
  }

  /** Tells the person something, on a line of its own. */
  say(text: string): void {
    const { errors } = this.#streams
    const end = this.#isOpen && this.#raw ? '\r\n' : '\n'
    errors.write(`${this.#lineBegins ? '' : end}glovebox: ${text.replace(/\p{Cc}/gu, ' ')}${end}`)
    this.#lineBegins = true
  }

  /** The program has ended: shows what is left. What it has asked the terminal for is not to be answered to the shell. */
  async close(): Promise<void> {
    const { input, output } = this.#streams
    await new Promise(resolve => output.write(this.#output instanceof LineEnds ? this.#output.end() : '', resolve))
    if (this.#raw && this.#output instanceof CleanOutput && this.#output.asked)
      await new Promise<void>(resolve => {
        let heard = ''
        const timer = setTimeout(resolve, ANSWER_MS)
        input.removeAllListeners('data').on('data', (bytes: Buffer) => {
          heard = (heard + bytes.toString('latin1')).slice(-64)
          if (!heard.includes(FENCE.answer)) return
          clearTimeout(timer)
          resolve()
        })
        output.write(FENCE.question)
      })
    this[Symbol.dispose]()
  }

  [Symbol.dispose](): void {
    this.#putBack()
    process.off('exit', this.#putBack)
    const { input, output } = this.#streams
    output.off('resize', this.#onResize)
    input.removeAllListeners('data').removeAllListeners('end').pause()
  }

  readonly #putBack = (): void => {
    const { input, output } = this.#streams
    if (!this.#isOpen) return
    this.#isOpen = false
    try {
      if (output.isTTY) writeSync(output.fd, PUT_BACK)
      if (this.#raw) input.setRawMode(false)
    } catch {
      // The terminal is gone: there is nothing to put back.
    }
  }
}
