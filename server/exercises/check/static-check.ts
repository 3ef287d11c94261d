import { readdir, stat } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import type { Exercise, InLanguage } from '../exercise.ts'
import { COURSE_FILE, type LoadedCourse, loadCourse } from '../format/course.ts'
import type { Fault } from '../format/fault.ts'
import { EXERCISE_FILE, type Loaded, loadExercise } from '../format/load.ts'
import type { KnownLanguage } from '../format/parts.ts'
import { findPlaces, type Places } from '../format/places.ts'
import { attachmentOf, exerciseOf } from '../format/view.ts'

/** The address of an exercise on the server that has it. */
const ON_SERVER = /^\/exercises\/([^/?#]+)/

type CheckedExercise = { readonly loaded: Loaded; readonly faults: readonly Fault[] }

export type StaticCheck = {
  readonly exercises: readonly CheckedExercise[]
  readonly courses: readonly LoadedCourse[]
  /** Of courses, and of folders that hold nothing. */
  readonly faults: readonly Fault[]
}

/**
 * Looks for everything that is wrong with the exercises in these folders and can be seen without running anything.
 * @param around folders whose exercises may be named too, as prerequisites and in courses.
 */
export async function checkStatic(
  folders: readonly string[],
  languages: readonly KnownLanguage[],
  around: readonly string[] = [],
): Promise<StaticCheck> {
  const found = await Promise.all(folders.map(findPlaces))
  const faults: Fault[] = []
  for (const [index, places] of found.entries())
    if (places.exercises.length === 0)
      faults.push({
        file: folders[index] ?? '',
        line: 1,
        message: `holds no exercise: neither ${EXERCISE_FILE} nor ${COURSE_FILE} is in it, or in a folder of it`,
      })
  const places = joined(found)
  const courses = await Promise.all(places.courses.map(loadCourse))
  const read: Loaded[] = []
  for (const { folder } of places.exercises) read.push(await loadExercise(folder, languages))
  const known = new Set([...read.map(({ slug }) => slug), ...(await slugsAround(folders, around))])
  for (const course of courses) faults.push(...course.faults, ...courseFaults(course, places, known))
  const first = new Map<string, Loaded>()
  const exercises = read.map(loaded => {
    const other = first.get(loaded.slug)
    if (!other) first.set(loaded.slug, loaded)
    const twice = other ? [fault(loaded, 'slug', `"${loaded.slug}" is already the exercise in ${other.folder}`)] : []
    return { loaded, faults: [...loaded.faults, ...loaded.unknownLanguages, ...twice, ...exerciseFaults(loaded, known, languages)] }
  })
  return { exercises, courses, faults: [...faults, ...circles(read), ...orderFaults(courses, first)] }
}

function joined(found: readonly Places[]): Places {
  const exercises = new Map(found.flatMap(({ exercises }) => exercises).map(place => [place.folder, place]))
  return { courses: [...new Set(found.flatMap(({ courses }) => courses))], exercises: [...exercises.values()] }
}

/** Names of exercises that are not checked, and may be meant: those elsewhere, and those beside what is checked. */
async function slugsAround(folders: readonly string[], around: readonly string[]): Promise<readonly string[]> {
  const found = await Promise.all(around.map(findPlaces))
  const beside = await Promise.all(
    folders.map(async folder => {
      const names = await readdir(dirname(folder)).catch(() => [])
      const whether = await Promise.all(names.map(name => stat(join(dirname(folder), name, EXERCISE_FILE)).catch(() => null)))
      return names.filter((_, index) => whether[index])
    }),
  )
  return [...found.flatMap(({ exercises }) => exercises.map(({ folder }) => basename(folder))), ...beside.flat()]
}

function fault(loaded: Loaded, field: string, message: string): Fault {
  return { ...loaded.placeOf({ field }), message }
}

function courseFaults({ folder, course, lineOf }: LoadedCourse, { exercises }: Places, known: ReadonlySet<string>): readonly Fault[] {
  if (!course) return []
  const file = join(folder, COURSE_FILE)
  const listed = course.sections.flatMap(section => section.exercises)
  const unknown = listed
    .filter(slug => !known.has(slug))
    .map(slug => ({ file, line: lineOf(slug), message: `there is no exercise "${slug}"` }))
  const here = exercises.filter(place => place.course === folder).map(place => basename(place.folder))
  const missing = here
    .filter(slug => !listed.includes(slug))
    .map(slug => ({ file, line: 1, message: `does not name "${slug}", which is in its folder` }))
  return [...unknown, ...missing]
}

/** A prerequisite comes before what needs it. */
function orderFaults(courses: readonly LoadedCourse[], exercises: ReadonlyMap<string, Loaded>): readonly Fault[] {
  return courses.flatMap(({ folder, course, lineOf }) => {
    const listed = course?.sections.flatMap(section => section.exercises) ?? []
    return listed.flatMap((slug, index) =>
      (exercises.get(slug)?.exercise?.prerequisites ?? [])
        .filter(needed => listed.indexOf(needed) > index)
        .map(needed => ({
          file: join(folder, COURSE_FILE),
          line: lineOf(slug),
          message: `"${slug}" comes before "${needed}", which it needs`,
        })),
    )
  })
}

/** Exercises that need each other: none of them could be begun. */
function circles(read: readonly Loaded[]): readonly Fault[] {
  const needs = new Map(read.map(({ slug, exercise }) => [slug, exercise?.prerequisites ?? []]))
  return read.flatMap(loaded => {
    const seen = new Set<string>()
    const reach = (slug: string): void => {
      for (const needed of needs.get(slug) ?? []) {
        if (seen.has(needed)) continue
        seen.add(needed)
        reach(needed)
      }
    }
    reach(loaded.slug)
    return seen.has(loaded.slug) ? [fault(loaded, 'prerequisites', `"${loaded.slug}" needs itself, by way of its prerequisites`)] : []
  })
}

function exerciseFaults(loaded: Loaded, known: ReadonlySet<string>, languages: readonly KnownLanguage[]): readonly Fault[] {
  const { exercise } = loaded
  const missing = referenceFaults(loaded, known)
  if (!exercise) return missing
  const unknown = exercise.prerequisites
    .filter(slug => !known.has(slug))
    .map(slug => fault(loaded, 'prerequisites', `there is no exercise "${slug}"`))
  const parts = [...exercise.inLanguages].flatMap(([id, inLanguage]) =>
    languageFaults(
      loaded,
      exercise,
      languages.find(one => one.id === id),
      inLanguage,
    ),
  )
  return [...missing, ...unknown, ...parts]
}

function referenceFaults({ folder, names, references }: Loaded, known: ReadonlySet<string>): readonly Fault[] {
  const file = join(folder, EXERCISE_FILE)
  return references.flatMap(({ kind, target, line }) => {
    const own = attachmentOf(target)
    if (own !== null) return names.includes(`files/${own}`) ? [] : [{ file, line, message: `files/${own} is not there` }]
    if (kind === 'image')
      return [{ file, line, message: `${target}: a picture must lie in files/, and be named so: a page loads nothing from elsewhere` }]
    const other = exerciseOf(target) ?? ON_SERVER.exec(target)?.[1] ?? null
    if (other !== null) return known.has(other) ? [] : [{ file, line, message: `${target}: there is no exercise "${other}"` }]
    if (/^(?:https?:\/\/\S+|mailto:\S+|#\S*|\/\S*)$/i.test(target)) return []
    return [{ file, line, message: `${target} leads nowhere: write files/<name>, ../<exercise> or a whole address` }]
  })
}

function languageFaults({ folder }: Loaded, exercise: Exercise, language: KnownLanguage | undefined, parts: InLanguage): readonly Fault[] {
  const { starter, solution, visible, hidden } = parts
  const under = (part: string, name = ''): string => join(folder, part, exercise.inLanguages.size > 1 ? (language?.id ?? '') : '', name)
  const tests = language?.tests ?? null
  const taken = (name: string): boolean => tests !== null && [tests.pattern, ...tests.reserved].some(pattern => pattern.test(name))
  const found: Fault[] = []
  for (const [part, held] of [
    ['starter', starter],
    ['solution', solution],
  ] as const)
    for (const { name } of held) {
      if (taken(name))
        found.push({ file: under(part, name), line: 1, message: 'is named as a file of tests, and would be left out of what is handed in' })
      for (const [kind, { files }] of Object.entries({ tests: visible, hidden }))
        if (files.some(file => file.name === name))
          found.push({ file: under(part, name), line: 1, message: `is also in ${kind}/, whose file takes its place` })
    }
  for (const [kind, { files }] of Object.entries({ tests: visible, hidden })) {
    if (files.length === 0) continue
    const file = under(kind, files[0]?.name)
    if (!tests && language?.tests !== undefined)
      found.push({ file, line: 1, message: `${language.id} has no unit tests here: use tests.yaml` })
    else if (tests && !files.some(({ name }) => tests.pattern.test(name)))
      found.push({ file, line: 1, message: `no file is named as one of tests: ${tests.pattern.source}` })
  }
  return found
}
