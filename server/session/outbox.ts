import { Close, type CloseCode } from '../protocol/close-codes.ts'
import type { ServerMessage } from '../protocol/messages.ts'
import type { OutputGate } from './output-gate.ts'

/** One browser's end of a session. A session has at most one. */
export interface Connection {
  send(message: ServerMessage): void
  /** Sends all that `output` holds of a run; `done` is called when it is on its way, and more may follow, but never before that. */
  sendOutput(run: number, output: Pick<OutputGate, 'pending' | 'take'>, done: () => void): void
  close(code: CloseCode, why: string): void
}

/** Messages that wait for output to be sent. Honest pages cause a handful. */
const MESSAGES_WAITING = 500

/** What a session sends to its page: messages and a run's output, in the order in which they came. */
export class Outbox {
  #connection: Connection | null = null
  /** The current or last run's output. */
  #output: { readonly run: number; readonly gate: OutputGate } | null = null
  /** A frame of output is on its way to the connection. */
  #sending = false
  /** Messages that follow output which is not sent yet. */
  #afterOutput: ServerMessage[] = []

  /** All goes to this connection from now on; one that was there before is closed. */
  connect(connection: Connection): void {
    this.#connection?.close(Close.replaced, 'the session was taken over by another connection')
    this.#connection = connection
    this.#sending = false
    this.#afterOutput = []
  }

  /** The connection is gone. False where another one has replaced it: that changes nothing. */
  disconnect(connection: Connection): boolean {
    if (this.#connection !== connection) return false
    this.#connection = null
    return true
  }

  /** Nobody is there any more. */
  close(): void {
    this.#connection = null
  }

  /** Sends a message, after all output that came before it. */
  send(message: ServerMessage): void {
    if (!this.#sending) return this.#connection?.send(message)
    this.#afterOutput.push(message)
    if (this.#afterOutput.length > MESSAGES_WAITING) this.#connection?.close(Close.tooFast, 'messages are not being read')
  }

  /** A run's output follows, which comes through this gate; `flush` says that there is some. */
  begin(run: number, gate: OutputGate): void {
    this.#output = { run, gate }
  }

  /** A run will follow: nobody can ask for output of the one before it any more. */
  forgetOutput(): void {
    this.#output = null
  }

  /** The page has drawn everything of a run's output up to `offset`. */
  ack(run: number, offset: number): void {
    if (this.#output?.run === run) this.#output.gate.ack(offset)
  }

  /** A page came that has the run's output up to `received`: what it is sent with the next `flush`, and from where. Null when there is no output. */
  rewind(run: number, received: number): { readonly run: number; readonly from: number } | null {
    const output = this.#output
    return output && { run: output.run, from: output.gate.rewind(output.run === run ? received : 0) }
  }

  /**
   * Sends output as fast as the connection takes it: one frame at a time, with all that has gathered meanwhile. However small the pieces are in which a
   * program writes, and however slow the browser is, no more waits here than the gate holds.
   */
  flush(): void {
    const connection = this.#connection
    const output = this.#output
    if (!connection || this.#sending) return
    if (!output || output.gate.pending === 0) {
      for (const message of this.#afterOutput.splice(0)) connection.send(message)
      return
    }
    this.#sending = true
    connection.sendOutput(output.run, output.gate, () => {
      if (connection !== this.#connection) return
      this.#sending = false
      this.flush()
    })
  }
}
