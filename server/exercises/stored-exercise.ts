import { z } from 'zod'
import { Comparison, Difficulty, SolutionShown } from '../protocol/exercise.ts'
import { SourceFile } from '../protocol/messages.ts'
import type { VersionRecord } from '../store/version-rows.ts'
import type { Exercise } from './exercise.ts'

const Files = z.array(SourceFile)
const compared = { compare: Comparison, tolerance: z.number(), hint: z.string().nullable(), points: z.number() }

const Tests = z.object({
  io: z.array(
    z.object({
      name: z.string(),
      stdin: z.string(),
      args: z.array(z.string()),
      stdout: z.string().nullable(),
      stderr: z.string().nullable(),
      exit: z.number().nullable(),
      ...compared,
    }),
  ),
  generated: z.array(z.object({ name: z.string(), seed: z.number(), count: z.number(), generator: SourceFile, ...compared })),
  files: Files,
})

const InLanguage = z.object({ main: z.string(), starter: Files, solution: Files, visible: Tests, hidden: Tests })

const StoredExercise = z.object({
  slug: z.string(),
  version: z.string(),
  title: z.string(),
  difficulty: Difficulty,
  tags: z.array(z.string()),
  points: z.number(),
  prerequisites: z.array(z.string()),
  solutionShown: SolutionShown,
  limits: z.object({ wallMs: z.number(), cpuMs: z.number() }),
  body: z.string(),
  hints: z.array(z.object({ title: z.string(), body: z.string() })),
  inLanguages: z.array(z.tuple([z.string(), InLanguage])),
  attribution: z.object({ authors: z.string(), source: z.string(), licence: z.string() }).nullable(),
})

/** An exercise as it is kept beside what was handed in: all that grading takes. Its pictures are no part of that. */
export function toStored({ attachments: _, inLanguages, ...exercise }: Exercise): string {
  return JSON.stringify({ ...exercise, inLanguages: [...inLanguages] })
}

export function fromStored(text: string): Exercise {
  const { inLanguages, ...exercise } = StoredExercise.parse(JSON.parse(text))
  return { ...exercise, inLanguages: new Map(inLanguages), attachments: [] }
}

/** Exercises as they are kept. Each is handed in many times. */
export class Versions {
  readonly #stored = new WeakMap<Exercise, string>()

  of(exercise: Exercise, createdMs: number): VersionRecord {
    const content = this.#stored.get(exercise) ?? toStored(exercise)
    this.#stored.set(exercise, content)
    return { hash: exercise.version, slug: exercise.slug, content, createdMs }
  }
}
