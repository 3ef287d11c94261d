import { fileNameFault } from '../protocol/file-name.ts'
import type { ProfileFile } from './profile.ts'
import { SMOKE_SUBJECTS, type SmokeCase, type SmokeFile } from './smoke.ts'

/** Notes a fault of one file. */
export type Note = (field: string, what: string, fix: string) => void

const LIMIT_REASONS: readonly string[] = ['cpu_limit', 'timeout', 'out_of_memory', 'idle', 'output_limit']

/** What one case of a subject at least must have to show what the subject says. */
const SUBJECT_NEEDS: Readonly<
  Record<string, { readonly has: (one: SmokeCase, profile: ProfileFile) => boolean; readonly what: string; readonly fix: string }>
> = {
  ask: { has: one => one.typed !== undefined, what: 'has anybody type', fix: 'Say in typed what a person answers, with \\n.' },
  stdin: { has: one => one.stdin !== undefined, what: 'gives standard input', fix: 'Say it in stdin.' },
  args: { has: one => one.args.length > 0, what: 'gives arguments', fix: 'Name some in args.' },
  exit: {
    has: one => one.expect.code !== 0,
    what: 'expects another status than 0',
    fix: 'Let the program end with another one, and expect.code say it.',
  },
  unicode: {
    has: one => hasUnicode(one),
    what: 'expects more than ASCII',
    fix: 'Expect letters of other scripts, or an emoji, in the output.',
  },
  trace: {
    has: one => one.expect.positions.length > 0 && one.expect.stage === 'run',
    what: 'expects a place of a running program',
    fix: 'Name the file and line of the fault in expect.positions.',
  },
  fault: {
    has: one => one.expect.positions.length > 0,
    what: 'expects a place',
    fix: 'Name the file and line of the fault in expect.positions.',
  },
  limit: {
    has: one => LIMIT_REASONS.includes(one.expect.reason),
    what: 'expects a limit to end it',
    fix: `Let expect.reason be one of ${LIMIT_REASONS.join(', ')}.`,
  },
  files: { has: (one, profile) => fileCount(one, profile) > 1, what: 'has a second file', fix: 'Use a second one from the first.' },
  console: { has: one => one.mode === 'console', what: 'uses the console', fix: 'Set mode to console.' },
}

function fileCount({ files, sample }: SmokeCase, { samples }: ProfileFile): number {
  return files ? Object.keys(files).length : (samples.find(({ title }) => title === sample)?.files.length ?? 0)
}

function hasUnicode({ expect }: SmokeCase): boolean {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: all of ASCII is meant
  return /[^\x00-\x7f]/.test([expect.output ?? '', ...expect.matches].join(''))
}

/** Checks that a language's smoke tests show all that they must. */
export function checkSmoke(profile: ProfileFile, smoke: SmokeFile, note: Note): void {
  const needed = [...SMOKE_SUBJECTS, ...(profile.libraries.length > 0 ? ['library'] : []), ...(profile.console ? ['console'] : [])]
  for (const subject of needed)
    if (!smoke.cases.some(one => one.subject === subject))
      note('cases', `no case has the subject "${subject}"`, 'Add one: profiles/README.md tells what each subject shows.')
  for (const [subject, { has, what, fix }] of Object.entries(SUBJECT_NEEDS)) {
    const about = smoke.cases.filter(one => one.subject === subject)
    if (about.length > 0 && !about.some(one => has(one, profile))) note('cases', `no case with the subject "${subject}" ${what}`, fix)
  }
  for (const [index, one] of smoke.cases.entries()) checkCase(profile, one, (field, what, fix) => note(`cases.${index}${field}`, what, fix))
  if (profile.format && !smoke.format) note('format', 'is not there, though the language has a formatter', 'Show a text before and after.')
  if (!profile.format && smoke.format)
    note('format', 'is there, though the language has no formatter', 'Remove it, or name the formatter in profile.json.')
  if (smoke.format && smoke.format.before === smoke.format.after)
    note('format.after', 'is the same as before', 'Begin with a text that is laid out badly.')
  if (profile.lint && !smoke.lint) note('lint', 'is not there, though the language has a linter', 'Show files with a fault and its place.')
  if (!profile.lint && smoke.lint)
    note('lint', 'is there, though the language has no linter', 'Remove it, or name the linter in profile.json.')
  for (const name of [...Object.keys(smoke.lint?.files ?? {}), ...(smoke.format ? [smoke.format.name] : [])])
    if (fileNameFault(name)) note('files', fileNameFault(name) as string, 'Call the file otherwise.')
}

function checkCase(profile: ProfileFile, one: SmokeCase, note: Note): void {
  const { files, sample, expect } = one
  if ((files === undefined) === (sample === undefined)) note('', 'needs either files or a sample', 'Give one of the two.')
  if (sample !== undefined && !profile.samples.some(({ title }) => title === sample))
    note('.sample', `no sample has the title "${sample}"`, `There are: ${profile.samples.map(({ title }) => title).join(', ')}.`)
  if (files && Object.keys(files).length === 0) note('.files', 'is empty', 'The first file is the main file.')
  for (const name of Object.keys(files ?? {})) {
    const wrong = fileNameFault(name)
    if (wrong) note('.files', wrong, 'Call the file otherwise.')
  }
  if (one.mode === 'console' && !profile.console)
    note('.mode', 'the language has no console', 'Remove it, or name the console in profile.json.')
  if (expect.stage === 'compile' && !profile.compile) note('.expect.stage', 'the language does not compile', 'Remove it.')
  for (const [at, pattern] of expect.matches.entries()) {
    try {
      new RegExp(pattern, 'm')
    } catch {
      note(`.expect.matches.${at}`, 'is not a regular expression', 'Put a backslash before characters that are meant as they are.')
    }
  }
  const expects = [expect.output !== undefined, expect.matches.length > 0, expect.positions.length > 0, expect.written.length > 0]
  if (!expects.includes(true) && expect.reason === 'exited' && expect.code === 0)
    note(
      '.expect',
      'says nothing that a program which does nothing would not fulfil',
      'Expect output, a place, a file, a status or a limit.',
    )
}
