import type { Terminal } from '@xterm/xterm'
import { Answers } from '../../server/protocol/hygiene.ts'

/**
 * Takes from a terminal what hostile output could use (ECMA-48 and xterm's control sequences). What the terminal would type into the program by
 * itself is answered at a bounded rate where the answer is the terminal's own (device attributes, cursor position, modes), and never where it holds
 * what the program chose. Colours stay the page's, so that nothing can be made invisible; clipboard, title and window are not the program's.
 */
export function keepClean(terminal: Terminal): void {
  const { parser } = terminal
  const answers = new Answers()
  // A handler that gives true has dealt with the sequence: the terminal does nothing.
  const flooded = (): boolean => !answers.take(performance.now())
  const never = (): boolean => true
  for (const prefix of [undefined, '>', '='] as const) parser.registerCsiHandler({ ...(prefix ? { prefix } : {}), final: 'c' }, flooded)
  for (const prefix of [undefined, '?'] as const) {
    parser.registerCsiHandler({ ...(prefix ? { prefix } : {}), final: 'n' }, flooded)
    parser.registerCsiHandler({ ...(prefix ? { prefix } : {}), intermediates: '$', final: 'p' }, flooded)
  }
  // Colours and size for pictures (XTSMGRAPHICS): asking is answered, setting (3) is not, as its answer holds what the program chose.
  parser.registerCsiHandler({ prefix: '?', final: 'S' }, params => params[1] === 3 || flooded())
  // Window reports and resizing; the version; checksums of the screen.
  parser.registerCsiHandler({ final: 't' }, never)
  parser.registerCsiHandler({ prefix: '>', final: 'q' }, never)
  parser.registerCsiHandler({ intermediates: '*', final: 'y' }, never)
  // DECRQSS and XTGETTCAP give back what was set, or asked.
  parser.registerDcsHandler({ intermediates: '$', final: 'q' }, never)
  parser.registerDcsHandler({ intermediates: '+', final: 'q' }, never)
  // Title and icon (0, 1, 2), colours (4, 5, 10 to 19, and back: 104 to 119), clipboard (52).
  for (const kind of [0, 1, 2, 4, 5, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 52, 104, 105, 110, 111, 112, 117, 119])
    parser.registerOscHandler(kind, never)
  // What was printed last, so many times: the terminal makes it all at once, however much it is.
  parser.registerCsiHandler({ final: 'b' }, ([count]) => Number(count) * lastPrinted(terminal) > terminal.cols * terminal.rows)
}

/** How many characters the cell before the cursor has: an accent, or a joined picture, is one cell with any number of them. */
function lastPrinted({ buffer: { active } }: Terminal): number {
  const line = active.getLine(active.baseY + active.cursorY)
  // A wide one has an empty half.
  return Math.max(1, ...[1, 2].map(back => line?.getCell(active.cursorX - back)?.getChars().length ?? 0))
}

/** A pasted text as a person means it: without control characters, which a program or a shell would obey. Tabs and line ends stay. */
export function pasteable(text: string): string {
  return text.replace(/\r\n?/g, '\n').replace(/[^\P{Cc}\t\n]/gu, '')
}
