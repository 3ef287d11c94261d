import type { ExerciseSummary, Exercise as ExerciseView, TestView } from '../../protocol/exercise.ts'
import type { Exercise, InLanguage, Tests } from '../exercise.ts'
import { rewriteReferences } from './markdown.ts'

export function summaryOf(exercise: Exercise): ExerciseSummary {
  const { slug, title, difficulty, tags, points, prerequisites, inLanguages } = exercise
  return { slug, title, languages: [...inLanguages.keys()], difficulty, tags: [...tags], points, prerequisites: [...prerequisites] }
}

/** What may leave the server of an exercise: without its solution, and without what hidden tests say. */
export function viewOf(exercise: Exercise): ExerciseView {
  const address = (text: string): string => addressed(text, exercise.slug)
  return {
    ...summaryOf(exercise),
    version: exercise.version,
    body: address(exercise.body),
    hints: exercise.hints.map(({ title, body }) => ({ title, body: address(body) })),
    inLanguages: [...exercise.inLanguages].map(([language, parts]) => ({
      language,
      main: parts.main,
      starter: [...parts.starter],
      testFiles: [...parts.visible.files],
      tests: testsOf(parts),
    })),
    solutionShown: exercise.solutionShown,
    attribution: exercise.attribution,
  }
}

/** Those of a framework are known once they are carried out. */
function testsOf({ visible, hidden }: InLanguage): TestView[] {
  const named = ({ io, generated }: Tests, isHidden: boolean): TestView[] => [
    ...io.map(({ name, stdin, args, stdout, compare }) => ({
      name,
      kind: 'io' as const,
      hidden: isHidden,
      ...(isHidden ? {} : { stdin, args: [...args], ...(stdout === null || compare === 'pattern' ? {} : { stdout }) }),
    })),
    ...generated.flatMap(({ name, count }) =>
      Array.from({ length: count }, (_, index) => ({ name: `${name} ${index + 1}`, kind: 'io' as const, hidden: isHidden })),
    ),
  ]
  return [...named(visible, false), ...named(hidden, true)]
}

/** Files of the folder, and other exercises, at their addresses on this server. */
function addressed(text: string, slug: string): string {
  return rewriteReferences(text, (_, target) => {
    const file = attachmentOf(target)
    if (file !== null) return `/api/v1/exercises/${slug}/files/${encodeURIComponent(file)}`
    const other = exerciseOf(target)
    return other === null ? target : `/exercises/${other}`
  })
}

/** The name in `files/` that a text points at, if it does. */
export function attachmentOf(target: string): string | null {
  return /^(?:\.\/)?files\/([^?#]+)$/.exec(target)?.[1] ?? null
}

/** The exercise that a text points at, if it does: `../its-slug`, with `/` or `/exercise.md` after it or not. */
export function exerciseOf(target: string): string | null {
  return /^\.\.\/([a-z0-9-]+)(?:\/(?:exercise\.md)?)?$/.exec(target)?.[1] ?? null
}
