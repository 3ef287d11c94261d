/** Answers to a program's questions: so many at once, and so many more each second. A flood of questions goes unanswered. */
const ANSWERS_BURST = 20
const ANSWERS_PER_SECOND = 20

/** Counts answers as they are given. `nowMs` is any clock that only goes forward. */
export class Answers {
  #left = ANSWERS_BURST
  #atMs = 0

  /** Whether one more may be given. */
  take(nowMs: number): boolean {
    this.#left = Math.min(ANSWERS_BURST, this.#left + (Math.max(0, nowMs - this.#atMs) / 1000) * ANSWERS_PER_SECOND)
    this.#atMs = nowMs
    if (this.#left < 1) return false
    this.#left -= 1
    return true
  }
}

/**
 * What a program may have left on that changes what keys, the pointer and pasting do: mouse reports, focus reports, bracketed paste, application
 * cursor keys and keypad, a hidden cursor, and an insert mode.
 */
export const AT_REST = '\x1b[?9;1000;1001;1002;1003;1004;1005;1006;1015;1016;2004;1l\x1b>\x1b[?25h\x1b[4l\x1b[0m'

/** Back from the screen of a full-screen program (xterm's mode 47), whose text on the ordinary one is still there. */
export const LEAVE_SCREEN = '\x1b[?47l'
