/** Takes back what a terminal makes of the ends of lines (ONLCR in termios(3)), so that a file has what the program wrote. */
export class LineEnds {
  #held = ''

  clean(bytes: Uint8Array): Buffer {
    const text = this.#held + Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('latin1')
    this.#held = text.endsWith('\r') ? '\r' : ''
    return Buffer.from(text.slice(0, text.length - this.#held.length).replaceAll('\r\n', '\n'), 'latin1')
  }

  /** Nothing more comes. */
  end(): string {
    return this.#held
  }
}
