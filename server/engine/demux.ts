import { Duplex } from 'node:stream'

/** Docker frames the output of a container without a terminal: stream (1 out, 2 err), three zeros, u32 BE length. */
const HEADER_BYTES = 8
const DIAGNOSTICS_BYTES = 4096

/**
 * The attach socket of one box as a plain byte stream: reading gives the agent's standard output, writing goes to its standard input. Standard
 * error is kept aside, the last 4 KiB of it.
 */
export class AttachStream extends Duplex {
  readonly #socket: Duplex
  readonly #header = Buffer.alloc(HEADER_BYTES)
  #headerFill = 0
  #bodyLeft = 0
  #bodyKind = 0
  #errors = Buffer.alloc(0)

  constructor(socket: Duplex) {
    super({ allowHalfOpen: true })
    this.#socket = socket
    socket.on('data', (chunk: Buffer) => this.#take(chunk))
    socket.on('end', () => this.push(null))
    socket.on('close', () => this.destroy())
    socket.on('error', error => this.destroy(error))
  }

  /** The last of standard error, as text for the log. */
  diagnostics(): string {
    return this.#errors.toString('utf8')
  }

  override _read(): void {
    this.#socket.resume()
  }

  override _write(chunk: Buffer, encoding: BufferEncoding, done: (error?: Error | null) => void): void {
    this.#socket.write(chunk, encoding, done)
  }

  override _writev(chunks: { chunk: Buffer; encoding: BufferEncoding }[], done: (error?: Error | null) => void): void {
    this.#socket.write(Buffer.concat(chunks.map(({ chunk }) => chunk)), done)
  }

  override _final(done: (error?: Error | null) => void): void {
    this.#socket.end(done)
  }

  override _destroy(error: Error | null, done: (error?: Error | null) => void): void {
    this.#socket.destroy()
    done(error)
  }

  #take(chunk: Buffer): void {
    let at = 0
    let more = true
    while (at < chunk.length) {
      if (this.#bodyLeft === 0) {
        const take = Math.min(HEADER_BYTES - this.#headerFill, chunk.length - at)
        chunk.copy(this.#header, this.#headerFill, at, at + take)
        this.#headerFill += take
        at += take
        if (this.#headerFill < HEADER_BYTES) break
        this.#headerFill = 0
        this.#bodyKind = this.#header[0] as number
        this.#bodyLeft = this.#header.readUInt32BE(4)
        if (this.#bodyKind > 2) {
          this.destroy(new Error('the engine sent something that is not an attach stream'))
          return
        }
        continue
      }
      const take = Math.min(this.#bodyLeft, chunk.length - at)
      const body = chunk.subarray(at, at + take)
      this.#bodyLeft -= take
      at += take
      if (this.#bodyKind === 2) this.#errors = Buffer.concat([this.#errors, body]).subarray(-DIAGNOSTICS_BYTES)
      else more = this.push(body)
    }
    if (!more) this.#socket.pause()
  }
}
