import { stat } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { type CourseSummary, ExerciseSlug } from '../../protocol/exercise.ts'
import { CourseFile } from './exercise-file.ts'
import type { Fault, Note } from './fault.ts'
import { readBounded } from './folder.ts'
import { readYaml } from './yaml-file.ts'

export const COURSE_FILE = 'course.yaml'
const COURSE_BYTES = 256 * 1024

export type LoadedCourse = {
  readonly folder: string
  readonly slug: string
  /** Null when there are faults. */
  readonly course: (CourseSummary & { readonly order: number }) | null
  readonly faults: readonly Fault[]
  /** The line of course.yaml that names an exercise. */
  readonly lineOf: (slug: string) => number
  /** Changes when the file does. */
  readonly signature: string
}

/** Reads a course's own file; its exercises are folders beside it. */
export async function loadCourse(folder: string): Promise<LoadedCourse> {
  const faults: Fault[] = []
  const note: Note = (file, line, message) => void faults.push({ file, line, message })
  const slug = basename(folder)
  const path = join(folder, COURSE_FILE)
  const nothing = { folder, slug, faults, signature: await courseSignature(folder), lineOf: () => 1 }
  if (!ExerciseSlug.safeParse(slug).success)
    note(path, 1, `the folder’s name "${slug}" must be small letters and digits with hyphens between them, 64 at most`)
  const bytes = await readBounded(path, COURSE_BYTES)
  if (!bytes) note(path, 1, `is larger than ${COURSE_BYTES} bytes`)
  const read = bytes && readYaml(path, bytes.toString('utf8'), CourseFile, note)
  if (!read) return { ...nothing, course: null }
  const lines = new Map<string, number>()
  for (const [section, { exercises }] of read.data.sections.entries())
    for (const [index, exercise] of exercises.entries()) {
      const line = read.line('sections', section, 'exercises', index)
      if (lines.has(exercise)) note(path, line, `names "${exercise}" a second time`)
      lines.set(exercise, line)
    }
  const { title, description, sections, order } = read.data
  return {
    ...nothing,
    course: faults.length === 0 ? { slug, title, description, sections, order } : null,
    lineOf: exercise => lines.get(exercise) ?? 1,
  }
}

export async function courseSignature(folder: string): Promise<string> {
  const { size, mtimeMs, ino } = await stat(join(folder, COURSE_FILE))
  return `${size} ${mtimeMs} ${ino}`
}
