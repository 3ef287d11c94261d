import { z } from 'zod'
import { NAME_BYTES, SOURCE_FILES } from './limits.ts'
import { SourceFile } from './messages.ts'
import { Problem } from './rest.ts'

/**
 * Exercises, and the grading of what is handed in, as pages and programs see them. Nothing here tells of a hidden test more than its name and its hint.
 */

/** Lower-case words with hyphens between them: the name of the exercise's folder, and its address. */
export const ExerciseSlug = z
  .string()
  .max(64)
  .regex(/^[a-z0-9]+(?:-[a-z0-9]+)*$/)
export type ExerciseSlug = z.infer<typeof ExerciseSlug>

/** What names a state of an exercise: SHA-256 of everything that it is made of, in hexadecimal. */
const ExerciseVersion = z.string().regex(/^[0-9a-f]{64}$/)

export const Difficulty = z.enum(['easy', 'medium', 'hard'])
export type Difficulty = z.infer<typeof Difficulty>

/** How what a program prints is compared with what is expected (server/exercises/compare.ts). */
export const Comparison = z.enum(['exact', 'trimmed', 'numbers', 'pattern', 'unordered'])
export type Comparison = z.infer<typeof Comparison>

/** When the solution may be looked at. */
export const SolutionShown = z.enum(['never', 'after_pass', 'always'])
export type SolutionShown = z.infer<typeof SolutionShown>

export const ExerciseSummary = z
  .object({
    slug: ExerciseSlug,
    title: z.string(),
    languages: z.array(z.string()).min(1).describe('Ids of profiles.'),
    difficulty: Difficulty,
    tags: z.array(z.string()),
    points: z.number(),
    prerequisites: z.array(ExerciseSlug).describe('Slugs of exercises that come before it.'),
  })
  .meta({ id: 'ExerciseSummary', description: 'An exercise, as a list has it.' })
export type ExerciseSummary = z.infer<typeof ExerciseSummary>

export const CourseSummary = z
  .object({
    slug: ExerciseSlug,
    title: z.string(),
    description: z.string().describe('Markdown.'),
    sections: z.array(z.object({ title: z.string(), exercises: z.array(ExerciseSlug) })),
  })
  .meta({ id: 'Course', description: 'A course: exercises in order.' })
export type CourseSummary = z.infer<typeof CourseSummary>

/** What there is to solve: courses in order, and every exercise once, whether it is in a course or not. */
export const ExerciseIndex = z.object({ courses: z.array(CourseSummary), exercises: z.array(ExerciseSummary) }).meta({
  id: 'ExerciseIndex',
  description: 'What there is to solve: courses in order, and every exercise once, whether it is in a course or not.',
})
export type ExerciseIndex = z.infer<typeof ExerciseIndex>

/** A test, as somebody sees who has handed nothing in yet. */
export const TestView = z
  .object({
    name: z.string(),
    kind: z.enum(['io', 'unit']),
    hidden: z.boolean(),
    stdin: z.string().optional().describe('Of an input/output test that is not hidden.'),
    args: z.array(z.string()).optional(),
    stdout: z.string().optional(),
  })
  .meta({ id: 'Test', description: 'A test, as somebody sees who has handed nothing in yet.' })
export type TestView = z.infer<typeof TestView>

/** Whether a language can be used here, in the words of what is refused otherwise. */
export const Availability = z.enum(['ready', 'not_ready', 'bad_profile'])
export type Availability = z.infer<typeof Availability>

/** What is to be known of an exercise in one of its languages. */
export const ExerciseInLanguage = z
  .object({
    language: z.string().describe('Id of the profile.'),
    main: z.string(),
    starter: z.array(SourceFile).describe('What one begins with.'),
    testFiles: z.array(SourceFile).describe('Files of unit tests that may be looked at, and run.'),
    tests: z.array(TestView),
    availability: Availability.optional().describe(
      "Whether it can be solved here: `not_ready` while the language's image is built, `bad_profile` where this server does not have the language.",
    ),
  })
  .meta({ id: 'ExerciseInLanguage', description: 'What is to be known of an exercise in one of its languages.' })
export type ExerciseInLanguage = z.infer<typeof ExerciseInLanguage>

export const Exercise = ExerciseSummary.extend({
  version: ExerciseVersion,
  body: z.string().describe('Markdown, without the hints. Pictures are addressed as `/api/v1/exercises/<slug>/files/<name>`.'),
  hints: z
    .array(z.object({ title: z.string(), body: z.string() }))
    .describe('Markdown of each, in the order in which they are to be opened.'),
  inLanguages: z.array(ExerciseInLanguage).min(1),
  solutionShown: SolutionShown,
  attribution: z
    .object({ authors: z.string(), source: z.string(), licence: z.string() })
    .nullable()
    .describe('Where it comes from, where it is not of this collection.'),
}).meta({ id: 'Exercise', description: 'An exercise, without its solution and without what hidden tests say.' })
export type Exercise = z.infer<typeof Exercise>

// Grading

export const SubmissionId = z.string().regex(/^[A-Za-z0-9]{22}$/)

export const SubmissionBody = z
  .strictObject({
    language: z.string().min(1).max(64).describe('Id of the profile.'),
    files: z.array(SourceFile).min(1).max(SOURCE_FILES).describe('Every file of the solution. Files that are named as tests are left out.'),
    main: z.string().max(NAME_BYTES).optional().describe("Name of the main file; the exercise's own when absent."),
  })
  .meta({ id: 'SubmissionRequest', description: 'A solution to be graded, in a fresh box that is destroyed afterwards.' })
export type SubmissionBody = z.infer<typeof SubmissionBody>

/** `error`: the test could not be carried out, as where the program does not compile or the test itself is at fault. */
const TestStatus = z.enum(['pass', 'fail', 'error'])

/** The words are those of Exercism's `results.json` where it has some. */
export const TestResult = z
  .object({
    index: z.number().int().nonnegative().describe('Its place among all tests of the exercise, in source order, from 0.'),
    name: z.string(),
    kind: z.enum(['io', 'unit']),
    hidden: z.boolean(),
    status: TestStatus,
    reason: z
      .enum(['timeout', 'cpu_limit', 'out_of_memory', 'output_limit', 'ended_early', 'exit_code', 'not_reached'])
      .nullable()
      .describe('Which limit or end made it fail; null where the comparison or an assertion did, and where it passed.'),
    message: z.string().describe("Why it did not pass, in sentences or in the framework's own words."),
    expected: z
      .string()
      .nullable()
      .describe('What was compared, where there is such a thing. Null, and all of the rest empty, for a hidden test.'),
    got: z.string().nullable(),
    comparison: Comparison.nullable(),
    stdin: z.string().nullable(),
    args: z.array(z.string()).nullable(),
    output: z.string().describe('What the program printed of its own accord, within a bound.'),
    code: z.string().nullable().describe('Of a unit test: its source.'),
    hint: z.string().nullable().describe('Of the author, shown when the test does not pass.'),
    points: z.number(),
    maxPoints: z.number(),
    wallMs: z.number().int().nonnegative().describe('0 for a hidden test.'),
  })
  .meta({ id: 'TestResult', description: "What came of a test. The words are those of Exercism's `results.json` where it has some." })
export type TestResult = z.infer<typeof TestResult>

/** What came of a submission: `error` where no test ran, as when it does not compile. */
export const Grading = z
  .object({
    status: z.enum(['pass', 'fail', 'error']),
    message: z.string().describe('Why no test ran: what the compiler said; empty otherwise.'),
    points: z.number(),
    maxPoints: z.number(),
    tests: z.array(TestResult),
    compileMs: z.number().int().nonnegative().nullable(),
    wallMs: z.number().int().nonnegative().describe('In whole seconds where there are hidden tests.'),
  })
  .meta({ id: 'Grading', description: 'What came of a submission.' })
export type Grading = z.infer<typeof Grading>

export const Submission = z
  .object({
    id: SubmissionId,
    slug: ExerciseSlug,
    version: ExerciseVersion,
    language: z.string(),
    createdMs: z.number().int(),
    grading: Grading,
  })
  .meta({ id: 'Submission', description: 'What was handed in, and graded.' })
export type Submission = z.infer<typeof Submission>

/** What is told while a submission is graded, a line of JSON each. The last one is `result` or `error`. */
export const GradingEvent = z
  .discriminatedUnion('type', [
    z.object({ type: z.literal('queued'), position: z.number().int() }),
    z.object({ type: z.literal('compiling') }),
    z.object({ type: z.literal('tests'), total: z.number().int() }),
    z.object({ type: z.literal('test'), result: TestResult }),
    z.object({ type: z.literal('result'), submission: Submission }),
    z.object({ type: z.literal('error'), problem: z.object({ code: z.string(), title: z.string(), detail: z.string() }).loose() }),
  ])
  .meta({ id: 'GradingEvent', description: 'One line of a grading that is told as it happens. The last one is `result` or `error`.' })
export type GradingEvent = z.infer<typeof GradingEvent>

/** A submission with what was handed in, whether its grading has ended or not. */
export const SubmissionView = Submission.extend({
  main: z.string(),
  files: z.array(SourceFile),
  state: z.enum(['grading', 'graded', 'failed']).describe('`failed`: it could not be graded, which is no fault of what was handed in.'),
  grading: Grading.nullable().describe('Null unless it is graded.'),
  problem: Problem.nullable().describe('Why it could not be graded.'),
}).meta({ id: 'SubmissionView', description: 'A submission with what was handed in, whether its grading has ended or not.' })
export type SubmissionView = z.infer<typeof SubmissionView>

/** A solution by whoever wrote the exercise. */
export const Solution = z
  .object({ language: z.string(), main: z.string(), files: z.array(SourceFile) })
  .meta({ id: 'Solution', description: 'A solution by whoever wrote the exercise.' })
export type Solution = z.infer<typeof Solution>
