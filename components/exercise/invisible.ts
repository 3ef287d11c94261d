/** Characters that cannot be seen, and what stands for them. */
const NAMES: Readonly<Record<string, string>> = {
  '·': 'a space',
  '→': 'a tab',
  '↵': 'a line end',
  '␍': 'a carriage return',
  '⍽': 'a space that does not break',
}

/** A text in which everything can be seen. Spaces are left as they are where letters follow, unless `spaces` says that they matter. */
export function visible(text: string, spaces: 'all' | 'last'): string {
  const body = text.replace(/\n$/, '')
  const shown = body
    .replace(spaces === 'all' ? / /g : / +$/g, run => '·'.repeat(run.length))
    .replaceAll('\t', '→\t')
    .replaceAll('\r', '␍')
    .replaceAll('\u00a0', '⍽')
    .replace(/(?![\t\n])\p{Cc}/gu, char =>
      char < ' ' ? String.fromCharCode(0x2400 + char.charCodeAt(0)) : char === '\u007f' ? '␡' : named(char),
    )
    .replace(/[\u00ad\u200b-\u200f\u2028-\u202e\u2060-\u2064\ufeff]/g, named)
  return text.endsWith('\n') && spaces === 'all' ? `${shown}↵` : shown
}

function named(char: string): string {
  return `‹U+${char.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}›`
}

/** What the signs mean that stand in a shown text and not in the text itself. */
export function legend(shown: string, text: string): readonly string[] {
  return Object.entries(NAMES)
    .filter(([sign]) => shown.includes(sign) && !text.includes(sign))
    .map(([sign, name]) => `${sign} is ${name}`)
}
