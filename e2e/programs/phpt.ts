// Tests of PHP and its libraries are files of sections: --FILE-- is the program, --EXPECT--, --EXPECTF-- or --EXPECTREGEX-- the output.

function sectionsOf(test: string): Map<string, string> {
  const sections = new Map<string, string>()
  const parts = test.split(/^--([A-Z_]+)--\s*$\n?/m)
  for (let at = 1; at + 1 < parts.length; at += 2) sections.set(parts[at] as string, parts[at + 1] as string)
  return sections
}

/** The program of a test. */
export function programOfPhpt(test: string): string {
  const program = sectionsOf(test).get('FILE')
  if (program === undefined) throw new Error('the test has no section FILE')
  return program
}

/** What stands for what in EXPECTF. */
const PLACEHOLDERS: Readonly<Record<string, string>> = {
  '%e': '/',
  '%s': '[^\\r\\n]+',
  '%S': '[^\\r\\n]*',
  '%a': '[\\s\\S]+',
  '%A': '[\\s\\S]*',
  '%w': '\\s*',
  '%i': '[+-]?\\d+',
  '%d': '\\d+',
  '%x': '[0-9a-fA-F]+',
  '%f': '[+-]?(?:\\d+|(?=\\.\\d))(?:\\.\\d+)?(?:[Ee][+-]?\\d+)?',
  '%c': '.',
}

/** The output of a test, spaces at its ends left out: the text, or what it is like. */
export function expectedOfPhpt(test: string): string | RegExp {
  const sections = sectionsOf(test)
  const exact = sections.get('EXPECT')
  if (exact !== undefined) return exact.trim()
  const pattern = sections.get('EXPECTREGEX')
  if (pattern !== undefined) return new RegExp(`^(?:${pattern.trim()})$`)
  const format = sections.get('EXPECTF')
  if (format === undefined) throw new Error('the test has no section EXPECT')
  const body = format
    .trim()
    .split(/(%[eSsaAwidxfc])/)
    .map(part => PLACEHOLDERS[part] ?? part.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&'))
    .join('')
  return new RegExp(`^${body}$`)
}
