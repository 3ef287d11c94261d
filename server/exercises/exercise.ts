import type { Comparison, Difficulty, Grading, SolutionShown, TestResult } from '../protocol/exercise.ts'
import type { SourceFile } from '../protocol/messages.ts'

/** An exercise as its folder tells it, whole: with its solution and its hidden tests. It never leaves the server like this. */
export type Exercise = {
  readonly slug: string
  /** SHA-256 of everything below, in hexadecimal. */
  readonly version: string
  readonly title: string
  readonly difficulty: Difficulty
  readonly tags: readonly string[]
  readonly points: number
  readonly prerequisites: readonly string[]
  readonly solutionShown: SolutionShown
  readonly limits: TestLimits
  /** Markdown, without the hints. */
  readonly body: string
  readonly hints: readonly { readonly title: string; readonly body: string }[]
  readonly inLanguages: ReadonlyMap<string, InLanguage>
  readonly attribution: Attribution | null
  /** Pictures and other files that the text shows, by name. */
  readonly attachments: readonly SourceFile[]
}

type Attribution = { readonly authors: string; readonly source: string; readonly licence: string }

/** Of each test. The server's own limits for programs of the API hold where these are higher. */
export type TestLimits = { readonly wallMs: number; readonly cpuMs: number }

/** The exercise in one of its languages. */
export type InLanguage = {
  /** Name of the main file: what input/output tests run. */
  readonly main: string
  readonly starter: readonly SourceFile[]
  readonly solution: readonly SourceFile[]
  readonly visible: Tests
  readonly hidden: Tests
}

export type Tests = {
  readonly io: readonly IoTest[]
  readonly generated: readonly GeneratedTests[]
  /** Files of unit tests in the language's own framework, and what they need beside them. */
  readonly files: readonly SourceFile[]
}

/** A program is run, and what it did is compared outside of the box. */
export type IoTest = {
  readonly name: string
  readonly stdin: string
  readonly args: readonly string[]
  /** Null: not looked at. */
  readonly stdout: string | null
  readonly stderr: string | null
  readonly exit: number | null
  readonly compare: Comparison
  /** Of numbers: how far off one may be, absolutely or as a part of the expected one. */
  readonly tolerance: number
  readonly hint: string | null
  readonly points: number
}

/** Cases that a program of the author makes, one for each number from 0: it is given the seed and the number, and prints the input. What is expected is what the solution prints for it. */
export type GeneratedTests = {
  readonly name: string
  readonly seed: number
  readonly count: number
  /** The program, in the exercise's language. */
  readonly generator: SourceFile
  readonly compare: Comparison
  readonly tolerance: number
  readonly hint: string | null
  readonly points: number
}

export type GradeRequest = {
  readonly exercise: Exercise
  /** Id of a profile that the exercise has. */
  readonly language: string
  readonly main?: string | undefined
  readonly files: readonly SourceFile[]
  /** Whom it is for: fairness counts by it, and within it by members of classes. */
  readonly tenant: string
  readonly member?: string | null
  /** Ends it; `grade` then rejects with the signal's reason. */
  readonly signal: AbortSignal
}

export type GradeEvents = {
  /** The place in the queue of gradings, from 1. */
  readonly onQueued?: (position: number) => void
  readonly onCompiling?: () => void
  readonly onTests?: (total: number) => void
  readonly onTest?: (result: TestResult) => void
  /** Files are named as unit tests and hold none, as the author's solution shows. */
  readonly onEmpty?: (half: 'visible' | 'hidden', files: readonly string[]) => void
}

/** Grades in a fresh box. Rejects with an AppError for what is refused or cannot be had; whatever the submission does is a result. */
export type Grade = (request: GradeRequest, events?: GradeEvents) => Promise<Grading>
