import type { Logger } from '../../platform/logger.ts'
import type { CourseSummary, ExerciseIndex, Exercise as ExerciseView } from '../../protocol/exercise.ts'
import type { Exercise } from '../exercise.ts'
import { courseSignature, type LoadedCourse, loadCourse } from './course.ts'
import { type Fault, faultText } from './fault.ts'
import { listFolder } from './folder.ts'
import { type Loaded, loadExercise } from './load.ts'
import type { KnownLanguage } from './parts.ts'
import { findPlaces } from './places.ts'
import { summaryOf, viewOf } from './view.ts'
import { watchFolders } from './watch.ts'

/** All courses and exercises that there are, as their folders are now. */
export type Catalogue = AsyncDisposable & {
  readonly index: () => ExerciseIndex
  readonly find: (slug: string) => Exercise | undefined
  /** What may leave the server. */
  readonly view: (exercise: Exercise) => ExerciseView
  /** What is wrong with those that are not offered, or only as they were before. */
  readonly faults: () => readonly Fault[]
  /** Is called whenever something is other than it was. Returns what ends that. */
  readonly onChange: (listener: () => void) => () => void
}

export type CatalogueOptions = {
  /** Later ones add to earlier ones. One that is not there holds nothing. */
  readonly folders: readonly string[]
  /** The languages that are offered: an exercise is offered in those. */
  readonly languages: readonly KnownLanguage[]
  readonly log: Logger
  /** How often it is looked for changes that nobody told of. 0: never, and then folders are not watched either. */
  readonly rescanMs?: number
}

type Held<T> = { readonly signature: string; readonly loaded: T }

const RESCAN_MS = 15_000

/** Reads all folders, and from then on whatever changes in them. Rejects only where a folder cannot be read at all. */
export async function loadCatalogue({ folders, languages, log, rescanMs = RESCAN_MS }: CatalogueOptions): Promise<Catalogue> {
  const courses = new Map<string, Held<LoadedCourse>>()
  const exercises = new Map<string, Held<Loaded>>()
  /** The last good states, by folder. */
  const goodCourses = new Map<string, NonNullable<LoadedCourse['course']>>()
  const good = new Map<string, Exercise>()
  const listeners = new Set<() => void>()
  let index: ExerciseIndex = { courses: [], exercises: [] }
  let bySlug = new Map<string, Exercise>()
  let faults: readonly Fault[] = []
  const views = new WeakMap<Exercise, ExerciseView>()

  const report = (found: readonly Fault[], kept: boolean): void => {
    for (const fault of found)
      log.warn(
        { file: fault.file, line: fault.line },
        `${faultText(fault)}${kept ? '. It is offered as it was before' : '. It is not offered'}`,
      )
  }

  /** True when something has changed. */
  const readCourse = async (folder: string): Promise<boolean> => {
    const signature = await courseSignature(folder)
    if (courses.get(folder)?.signature === signature) return false
    const loaded = await loadCourse(folder)
    courses.set(folder, { signature, loaded })
    if (loaded.course) goodCourses.set(folder, loaded.course)
    report(loaded.faults, goodCourses.has(folder))
    return true
  }

  const readExercise = async (folder: string): Promise<boolean> => {
    const { signature } = await listFolder(folder, () => {})
    if (exercises.get(folder)?.signature === signature) return false
    const loaded = await loadExercise(folder, languages)
    exercises.set(folder, { signature, loaded })
    if (loaded.exercise) good.set(folder, loaded.exercise)
    // What is in none of the languages is not at fault, and not offered.
    else if (loaded.faults.length === 0) good.delete(folder)
    report(loaded.faults, good.has(folder))
    return true
  }

  const compose = (order: readonly string[]): void => {
    const slugs = new Map<string, { exercise: Exercise; folder: string }>()
    const double: Fault[] = []
    for (const folder of order) {
      const exercise = good.get(folder)
      const loaded = exercises.get(folder)?.loaded
      if (!exercise || !loaded) continue
      const other = slugs.get(exercise.slug)
      if (other)
        double.push({ ...loaded.placeOf({ field: 'slug' }), message: `"${exercise.slug}" is already the exercise in ${other.folder}` })
      else slugs.set(exercise.slug, { exercise, folder })
    }
    const before = new Set(faults.map(faultText))
    report(
      double.filter(fault => !before.has(faultText(fault))),
      false,
    )
    bySlug = new Map([...slugs].map(([slug, { exercise }]) => [slug, exercise]))
    faults = [...courses.values(), ...exercises.values()].flatMap(({ loaded }) => loaded.faults).concat(double)
    const listed = [...goodCourses.values()].sort((a, b) => a.order - b.order || a.title.localeCompare(b.title, 'en'))
    const had = listed.map(course => offered(course, bySlug)).filter(({ sections }) => sections.length > 0)
    index = { courses: had, exercises: inOrder(listed, bySlug).map(summaryOf) }
  }

  const rescan = async (): Promise<void> => {
    const found = await Promise.all(folders.map(findPlaces))
    const courseFolders = found.flatMap(place => place.courses)
    const exerciseFolders = found.flatMap(place => place.exercises.map(({ folder }) => folder))
    let changed = forget([courses, goodCourses], courseFolders)
    changed = forget([exercises, good], exerciseFolders) || changed
    for (const [folder, read] of [
      ...courseFolders.map(folder => [folder, readCourse] as const),
      ...exerciseFolders.map(folder => [folder, readExercise] as const),
    ]) {
      // A folder may go away while it is read; the next time tells.
      const fresh = await read(folder).catch(cause => void log.warn({ cause, folder }, 'A folder of exercises cannot be read'))
      changed = fresh === true || changed
    }
    if (!changed) return
    compose(exerciseFolders)
    for (const listener of listeners) listener()
  }

  await rescan()
  const watch = rescanMs > 0 ? watchFolders(folders, rescan, { rescanMs, log }) : null
  return {
    index: () => index,
    find: slug => bySlug.get(slug),
    view: exercise => {
      const view = views.get(exercise) ?? viewOf(exercise)
      views.set(exercise, view)
      return view
    },
    faults: () => faults,
    onChange: listener => {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
    [Symbol.asyncDispose]: async () => watch?.[Symbol.asyncDispose](),
  }
}

/** Drops what is no longer there. */
function forget(maps: readonly Map<string, unknown>[], there: readonly string[]): boolean {
  const gone = [...new Set(maps.flatMap(map => [...map.keys()]))].filter(folder => !there.includes(folder))
  for (const map of maps) for (const folder of gone) map.delete(folder)
  return gone.length > 0
}

/** The course with those exercises that can be had. */
function offered({ slug, title, description, sections }: CourseSummary, bySlug: ReadonlyMap<string, Exercise>): CourseSummary {
  const had = sections.map(section => ({ ...section, exercises: section.exercises.filter(one => bySlug.has(one)) }))
  return { slug, title, description, sections: had.filter(section => section.exercises.length > 0) }
}

/** As courses list them, then the rest. */
function inOrder(courses: readonly CourseSummary[], bySlug: ReadonlyMap<string, Exercise>): readonly Exercise[] {
  const listed = courses.flatMap(({ sections }) => sections.flatMap(({ exercises }) => exercises))
  return [...new Set([...listed, ...bySlug.keys()])].flatMap(slug => bySlug.get(slug) ?? [])
}
