/** A comment in a test's source, in whatever language (`# Hint: …`, `// Hint: …`, `-- Hint: …` and so on), or the text that documents it. */
const HINT = /^[ \t]*(?:#+|\/\/+|--+|;+|%+|\/?\*+|"""|''')[ \t]*Hint:[ \t]*(\S[^\n]*)$/m
const HINT_END = /[ \t]*(?:\*\/|"""|''')[ \t]*$/
const HINT_CHARS = 500

/** What the author says to those whose program does not pass this unit test; null where nothing is said. */
export function hintIn(code: string): string | null {
  const said = HINT.exec(code)?.[1]?.replace(HINT_END, '').trim()
  return said ? said.slice(0, HINT_CHARS) : null
}
