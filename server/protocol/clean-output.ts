import { type Answers, AT_REST, LEAVE_SCREEN } from './hygiene.ts'

/** A control sequence that is longer is dropped. */
const SEQUENCE_CHARS = 128
/** Back space, tab, line ends, bell, and the two character sets. */
const CONTROLS = '\x07\b\t\n\v\f\r\x0e\x0f'
/** Escape sequences of two characters: the cursor saved and back, lines up and down, tab stops, the keypad. */
const ESCAPES = '78DEMH=>'
/** Cursor, erasing, inserting, deleting, scrolling, colours. */
const FINALS = '@ABCDEFGHIJKLMPSTXZ`abdefgmrsu'
/** Cursor keys, wrapping, the cursor's looks, the other screen, the pointer, focus, pasting, and drawing all at once. All are put back in the end. */
const MODES = [1, 7, 9, 12, 25, 47, 1000, 1002, 1003, 1004, 1005, 1006, 1015, 1016, 1047, 1048, 1049, 2004, 2026]

/** What a person's terminal is to be like when no program writes to it any more. */
export const PUT_BACK = `${LEAVE_SCREEN}${AT_REST}\x1b[?2026l\x1b[?7h\x1b[0 q\x1b(B\x1b)B\x0f\x1b7\x1b[r\x1b8`

/** Text as most output is, which need not be looked at closely. */
const PLAIN = /^[\P{Cc}\t\n\r]*$/u

type State = 'text' | 'escape' | 'escape-more' | 'control' | 'string'

/**
 * Takes from a program's output what could be of harm to a person's terminal, whichever that is. Only what is known to be harmless passes: text, colours,
 * the cursor and the screen. Titles, the clipboard, links, pictures, windows, and whatever a terminal may understand beside these, does not, however the
 * output is cut in pieces. What passes is whole sequences, in UTF-8.
 */
export class CleanOutput {
  readonly #decoder = new TextDecoder('utf-8', { ignoreBOM: true })
  readonly #answers: Answers | null
  #state: State = 'text'
  #sequence = ''
  #asked = false
  /** A carriage return, where that was shown last. */
  #last = ''

  /** @param answers counts what the terminal is asked; null where nobody could take its answers. */
  constructor(answers: Answers | null) {
    this.#answers = answers
  }

  /** Whether the terminal has been asked something: its answer may still come. */
  get asked(): boolean {
    return this.#asked
  }

  /** What of this may be shown. What belongs to a sequence that is not finished follows with its end. */
  clean(bytes: Uint8Array): string {
    const text = this.#decoder.decode(bytes, { stream: true })
    if (this.#state === 'text' && PLAIN.test(text)) return this.#keepColumn(text)
    let shown = ''
    for (const char of text) shown += this.#take(char)
    return this.#keepColumn(shown)
  }

  /**
   * The person's terminal begins a line at every line feed, also while keys go to a program (Node leaves ONLCR on). A program that has switched this
   * off means only the next row: that is said in another way (index).
   */
  #keepColumn(text: string): string {
    const kept = (this.#last + text).replace(/(?<!\r)\n/g, '\x1bD').slice(this.#last.length)
    if (text !== '') this.#last = text.endsWith('\r') ? '\r' : ''
    return kept
  }

  #take(char: string): string {
    const code = char.codePointAt(0) ?? 0
    if (code === 0x1b) return this.#enter('escape', char)
    // Cancel and substitute end whatever it is.
    if (code === 0x18 || code === 0x1a) return this.#enter('text', '')
    if (this.#state === 'string') {
      if (code === 0x07 || code === 0x9c) this.#enter('text', '')
      return ''
    }
    if (code < 0x20) return CONTROLS.includes(char) ? char : ''
    if (code === 0x7f) return ''
    if (code >= 0x80 && code < 0xa0) return this.#takeSingle(code)
    switch (this.#state) {
      case 'text':
        return char
      case 'escape':
        return this.#takeEscape(char)
      case 'escape-more':
        return this.#takeEscapeMore(char)
      case 'control':
        return this.#takeControl(char)
    }
  }

  #enter(state: State, sequence: string): string {
    this.#state = state
    this.#sequence = sequence
    return ''
  }

  /** Control characters of one character that stand for an escape and another one (C1). */
  #takeSingle(code: number): string {
    if (code === 0x9b) return this.#enter('control', '\x1b[')
    return this.#enter([0x90, 0x98, 0x9d, 0x9e, 0x9f].includes(code) ? 'string' : 'text', '')
  }

  #takeEscape(char: string): string {
    if (char === '[') return this.#enter('control', '\x1b[')
    if (']PX^_'.includes(char)) return this.#enter('string', '')
    if (char >= ' ' && char <= '/') return this.#enter('escape-more', `\x1b${char}`)
    this.#enter('text', '')
    return ESCAPES.includes(char) ? `\x1b${char}` : ''
  }

  #takeEscapeMore(char: string): string {
    const sequence = this.#sequence + char
    if (char >= ' ' && char <= '/') return this.#enter('escape-more', sequence.slice(0, SEQUENCE_CHARS))
    this.#enter('text', '')
    // The character sets with lines and corners in them, and back.
    // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
    return /^\x1b[()][0AB]$/.test(sequence) ? sequence : ''
  }

  #takeControl(char: string): string {
    const sequence = this.#sequence + char
    if (char >= ' ' && char <= '?') return this.#enter('control', sequence.slice(0, SEQUENCE_CHARS))
    this.#enter('text', '')
    return sequence.length < SEQUENCE_CHARS && this.#mayPass(sequence.slice(2)) ? sequence : ''
  }

  /** Whether a control sequence passes, without what it begins with (CSI). Numbers above any screen's size do not. */
  #mayPass(sequence: string): boolean {
    const parts = /^([<=>?]?)((?:\d{0,5}[;:])*\d{0,5})([ -/]*)([@-~])$/.exec(sequence)
    if (!parts) return false
    const [, prefix = '', list = '', between = '', final = ''] = parts
    const numbers = list.split(/[;:]/).map(Number)
    switch (prefix + between + final) {
      // Erasing what has scrolled away is not the program's.
      case 'J':
      case '?J':
        return !numbers.includes(3)
      case '?K':
      // The cursor's shape, and the terminal as it is at the beginning.
      case ' q':
      case '!p':
        return true
      case 'h':
      case 'l':
        return numbers.every(number => number === 4)
      case '?h':
      case '?l':
        return numbers.every(number => MODES.includes(number))
      // What the terminal is, where the cursor is, what is on.
      case 'c':
      case '>c':
      case '=c':
      case '$p':
      case '?$p':
        return this.#ask()
      // Whether the terminal is well (5) is what is asked last of all, when the program has ended: no other answer may look like that one.
      case 'n':
      case '?n':
        return numbers.every(number => number === 6) && this.#ask()
      default:
        return prefix === '' && between === '' && FINALS.includes(final)
    }
  }

  #ask(): boolean {
    if (!this.#answers?.take(performance.now())) return false
    this.#asked = true
    return true
  }
}
