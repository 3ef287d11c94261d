import type { ExerciseInLanguage } from '../../server/protocol/exercise.ts'
import { highlight } from '../snippet/highlight.ts'
import type { TestFileHtml } from './tests-view.tsx'

/** For all of an exercise's files. */
const HIGHLIGHT_MS = 1000

/** Files of unit tests in colour, by language. */
export async function testFilesHtml(
  inLanguages: readonly ExerciseInLanguage[],
): Promise<Readonly<Record<string, readonly TestFileHtml[]>>> {
  const budget = { leftMs: HIGHLIGHT_MS }
  const made: Record<string, TestFileHtml[]> = {}
  for (const { language, testFiles } of inLanguages) {
    const files: TestFileHtml[] = []
    for (const { name, content, encoding } of testFiles)
      if (encoding === undefined) files.push({ name, html: await highlight(name, content, budget) })
    made[language] = files
  }
  return made
}
