import type { Exercise } from '../../server/protocol/exercise.ts'
import type { SourceFile } from '../../server/protocol/messages.ts'
import type { Sources } from '../workspace/sources.ts'

/** Files as the workspace has them: the main one is open, and shown. */
export function sourcesOf(files: readonly SourceFile[], main: string): Sources {
  const has = files.some(({ name, encoding }) => name === main && encoding === undefined)
  const first = has ? main : (files.find(({ encoding }) => encoding === undefined)?.name ?? main)
  // There is always a main file.
  const all = files.some(({ name }) => name === first) ? files : [{ name: first, content: '' }, ...files]
  return { files: all, main: first, tabs: [first], active: first }
}

/** What one begins with in each language of an exercise. */
export function startersOf({ inLanguages }: Pick<Exercise, 'inLanguages'>): Readonly<Record<string, Sources>> {
  return Object.fromEntries(inLanguages.map(({ language, main, starter }) => [language, sourcesOf(starter, main)]))
}
