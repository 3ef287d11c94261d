import { z } from 'zod'
import { Comparison, Difficulty, ExerciseSlug, SolutionShown } from '../../protocol/exercise.ts'
import { ARGUMENT_BYTES, ARGUMENTS, NAME_BYTES, PRESET_INPUT_BYTES } from '../../protocol/limits.ts'
import { UNKNOWN_FIELD } from './yaml-file.ts'

/** What an exercise's files may say. The page "Writing exercises" of the documentation tells it field by field. */

const LANGUAGES = 12
/** Tests of one exercise, visible and hidden, without those of unit-test frameworks. */
export const TESTS = 200
/** Generated cases of one entry. */
const CASES = 50
const DEFAULT_WALL_MS = 2000
const DEFAULT_TOLERANCE = 1e-6

const quoted = (what: string): string => `${what} must be text: put it in quotes`
const text = (what: string, most: number) => z.string({ error: quoted(what) }).max(most, `is longer than ${most} characters`)
const words = (what: string, most: number) => text(what, most).trim().min(1, 'is empty')
const Language = z.string().regex(/^[a-z][a-z0-9-]{0,31}$/, 'is no id of a language')
const FileName = z.string().min(1).max(NAME_BYTES)
const Seconds = z.number('must be a number of seconds').positive('must be above 0').max(60, 'is above 60 seconds')

export const FrontMatter = z
  .strictObject({
    title: words('the title', 100),
    slug: ExerciseSlug.optional(),
    language: Language.optional(),
    languages: z.array(Language).min(1).max(LANGUAGES).optional(),
    main: z.union([FileName, z.record(Language, FileName)]).optional(),
    difficulty: Difficulty.default('easy'),
    tags: z.array(words('a tag', 40)).max(20).default([]),
    points: z.number('must be a number').positive('must be above 0').max(1000, 'is above 1000').default(10),
    prerequisites: z.array(ExerciseSlug).max(20).default([]),
    solution: SolutionShown.default('after_pass'),
    limits: z.strictObject({ seconds: Seconds.optional(), cpuSeconds: Seconds.optional() }).default({}),
    authors: words('authors', 500).optional(),
    source: words('the source', 500).optional(),
    licence: words('the licence', 100).optional(),
  })
  .superRefine(({ language, languages, main }, context) => {
    const fault = (key: string, message: string) => context.addIssue({ code: 'custom', path: [key], message })
    if ((language === undefined) === (languages === undefined)) fault('language', 'say either `language` or `languages`')
    const all = languages ?? (language === undefined ? [] : [language])
    if (new Set(all).size < all.length) fault('languages', 'names a language twice')
    if (typeof main === 'string' && all.length > 1) fault('main', 'with several languages, say `main` for each: {c: …, cpp: …}')
    for (const id of typeof main === 'object' ? Object.keys(main) : [])
      if (!all.includes(id)) fault('main', `names ${id}, which is none of the exercise’s languages`)
  })
export type FrontMatter = z.infer<typeof FrontMatter>

export function languagesOf({ language, languages }: FrontMatter): readonly string[] {
  return languages ?? (language === undefined ? [] : [language])
}

export function limitsOf({ limits: { seconds, cpuSeconds } }: FrontMatter): { readonly wallMs: number; readonly cpuMs: number } {
  const wallMs = seconds === undefined ? DEFAULT_WALL_MS : Math.round(seconds * 1000)
  return { wallMs, cpuMs: cpuSeconds === undefined ? wallMs : Math.round(cpuSeconds * 1000) }
}

const Compared = {
  compare: Comparison.default('trimmed'),
  tolerance: z.number('must be a number').nonnegative('is below 0').default(DEFAULT_TOLERANCE),
  hint: words('the hint', 1000).optional(),
  points: z.number('must be a number').positive('must be above 0').max(1000, 'is above 1000').default(1),
}

export const IoEntry = z.strictObject({
  name: words('the name', 100),
  stdin: text('stdin', PRESET_INPUT_BYTES).default(''),
  args: z.array(text('an argument', ARGUMENT_BYTES)).max(ARGUMENTS).default([]),
  stdout: text('stdout', PRESET_INPUT_BYTES).optional(),
  stderr: text('stderr', PRESET_INPUT_BYTES).optional(),
  /** Null: not looked at. */
  exit: z.number('must be a number').int().min(0).max(255).nullable().default(0),
  ...Compared,
})

export const GeneratedEntry = z.strictObject({
  generate: words('the name', 90),
  seed: z.number('must be a number').int().min(0).max(0xffff_ffff).default(1),
  count: z.number('must be a number').int().min(1).max(CASES, `is above ${CASES}`),
  with: FileName,
  ...Compared,
})

/** Which of both an entry is, its fields tell; so each is validated as what it is meant to be, and the messages fit. */
const Entry = z.unknown().transform((value, context) => {
  const generated = typeof value === 'object' && value !== null && 'generate' in value
  const parsed = generated ? GeneratedEntry.safeParse(value) : IoEntry.safeParse(value)
  if (parsed.success) return parsed.data
  for (const issue of parsed.error.issues) {
    const paths = issue.code === 'unrecognized_keys' ? issue.keys.map(key => [...issue.path, key]) : [issue.path]
    const message = issue.code === 'unrecognized_keys' ? UNKNOWN_FIELD : issue.message
    for (const path of paths) context.addIssue({ code: 'custom', path, message })
  }
  return z.NEVER
})

export const TestsFile = z
  .array(Entry, 'must be a list of tests: each begins with "- name:" or "- generate:"')
  .max(TESTS, `has more than ${TESTS} tests`)

export const CourseFile = z.strictObject({
  title: words('the title', 100),
  description: text('the description', 10_000).default(''),
  /** Courses are listed by this, then by title. */
  order: z.number('must be a number').default(100),
  sections: z
    .array(z.strictObject({ title: words('the title', 100), exercises: z.array(ExerciseSlug).max(200) }))
    .min(1)
    .max(50),
})
