import { readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { COURSE_FILE } from './course.ts'
import { EXERCISE_FILE } from './load.ts'

/** Folders directly within a folder of exercises, and within a course. */
const FOLDERS = 500

export type Places = {
  readonly courses: readonly string[]
  /** Folders of exercises, with the course that they lie in. */
  readonly exercises: readonly { readonly folder: string; readonly course: string | null }[]
}

/**
 * Where there are courses and exercises: the folder may be one exercise, one course, or hold courses and exercises side by side. A folder that
 * is not there holds nothing.
 */
export async function findPlaces(folder: string): Promise<Places> {
  if (await has(folder, EXERCISE_FILE)) return { courses: [], exercises: [{ folder, course: null }] }
  const isCourse = await has(folder, COURSE_FILE)
  const courses: string[] = isCourse ? [folder] : []
  const exercises: { folder: string; course: string | null }[] = []
  for (const inner of await foldersIn(folder)) {
    if (isCourse || (await has(inner, EXERCISE_FILE))) exercises.push({ folder: inner, course: isCourse ? folder : null })
    else if (await has(inner, COURSE_FILE)) {
      courses.push(inner)
      exercises.push(...(await foldersIn(inner)).map(one => ({ folder: one, course: inner })))
    }
  }
  return { courses, exercises }
}

async function foldersIn(folder: string): Promise<readonly string[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => [])
  return entries
    .filter(entry => entry.isDirectory() && !/^[._]|^node_modules$/.test(entry.name))
    .map(({ name }) => join(folder, name))
    .sort()
    .slice(0, FOLDERS)
}

async function has(folder: string, file: string): Promise<boolean> {
  return (await stat(join(folder, file)).catch(() => null))?.isFile() === true
}
