/** Keys that phones lack. */
export type RowKey = 'Escape' | 'Tab' | 'ArrowUp' | 'ArrowDown' | 'ArrowLeft' | 'ArrowRight' | 'Home' | 'End' | 'Interrupt' | 'EndOfInput'

const LETTERS = { ArrowUp: 'A', ArrowDown: 'B', ArrowRight: 'C', ArrowLeft: 'D', Home: 'H', End: 'F' } as const
const PLAIN = { Escape: '\x1b', Tab: '\t', Interrupt: '\x03', EndOfInput: '\x04' } as const

/** What a terminal sends for a key (xterm's control sequences, PC-style function keys). */
export function keySequence(key: RowKey, { ctrl, application }: { readonly ctrl: boolean; readonly application: boolean }): string {
  if (key === 'Escape' || key === 'Tab' || key === 'Interrupt' || key === 'EndOfInput') return PLAIN[key]
  if (ctrl) return `\x1b[1;5${LETTERS[key]}`
  return `\x1b${application ? 'O' : '['}${LETTERS[key]}`
}

/** What is typed while Ctrl is held. Null for what Ctrl makes nothing of. */
export function withCtrl(text: string): string | null {
  if (text.length !== 1) return null
  if (text === ' ' || text === '2') return '\0'
  if (text === '?') return '\x7f'
  const code = text.toUpperCase().charCodeAt(0)
  return code >= 0x40 && code <= 0x5f ? String.fromCharCode(code & 0x1f) : null
}
