/** Escape sequences (ECMA-48): control sequences, strings such as titles and pictures, and those of two or three characters. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
const SEQUENCES = /\u001b\[[0-?]*[ -/]*[@-~]|\u001b[\]PX^_][^\u0007\u001b]*(?:\u0007|\u001b\\|$)|\u001b[ -/]*[0-~]|\u001b/g
/** Pictures: iTerm2's own sequence, and sixels. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: see above
const PICTURES = /\u001b(?:\]1337;File=|P[\d;]*q)[^\u0007\u001b]*(?:\u0007|\u001b\\)/g
const PICTURE = '[picture]'
// biome-ignore lint/suspicious/noControlCharactersInRegex: see above
const CONTROLS = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/g

/** What a terminal was given, as text to read: without colours, with a word in the place of pictures, and with lines as they were left after a program has gone back in them. */
export function outputText(events: readonly (readonly [number, string])[]): string {
  const plain = events
    .map(([, text]) => text)
    .join('')
    .replace(PICTURES, PICTURE)
    .replace(SEQUENCES, '')
    .replaceAll('\r\n', '\n')
  return plain
    .split('\n')
    .map(line => (/[\r\b]/.test(line) ? overwritten(line) : line).replace(CONTROLS, ''))
    .join('\n')
    .trimEnd()
}

/** A line after a program went back in it and wrote over what was there. */
function overwritten(line: string): string {
  const cells: string[] = []
  let at = 0
  for (const char of line) {
    if (char === '\r') at = 0
    else if (char === '\b') at = Math.max(0, at - 1)
    else cells[at++] = char
  }
  return cells.join('')
}
