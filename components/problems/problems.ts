import type { FoundPosition } from '../../server/protocol/positions.ts'
import { changedLines } from '../editor/text-edits.ts'

/** What a compiler, a linter or a program's own trace said about a place in one of the page's files. */
export type Problem = FoundPosition

/** Keeps problems at their lines while a text is edited. Those on lines that were edited are gone: what was said there no longer holds. */
export function followEdit(problems: readonly Problem[], file: string, before: string, after: string): readonly Problem[] {
  if (before === after || !problems.some(problem => problem.file === file)) return problems
  const changes = changedLines(before, after)
  return problems.flatMap(problem => {
    if (problem.file !== file) return [problem]
    let { line } = problem
    for (const change of changes) {
      if (change.line > problem.line) break
      if (problem.line < change.line + change.removed) return []
      line += change.added - change.removed
    }
    return [line === problem.line ? problem : { ...problem, line }]
  })
}

/** All of them once, those of the main file first, then by file and line. */
export function allProblems(groups: readonly (readonly Problem[])[], main: string): readonly Problem[] {
  const seen = new Map<string, Problem>()
  for (const problem of groups.flat()) {
    const key = JSON.stringify([problem.file, problem.line, problem.message])
    if (!seen.has(key)) seen.set(key, problem)
  }
  return [...seen.values()].sort((one, other) => {
    if (one.file !== other.file) return one.file === main ? -1 : other.file === main ? 1 : one.file < other.file ? -1 : 1
    return one.line - other.line || (one.column ?? 0) - (other.column ?? 0)
  })
}

/** The place of the problem after, or before, the one that was gone to last; round and round. */
export function nextProblem(problems: readonly Problem[], current: Problem | null, direction: 1 | -1): Problem | null {
  const at = current ? problems.indexOf(current) : -1
  if (at < 0) return (direction === 1 ? problems[0] : problems.at(-1)) ?? null
  return problems.at((at + direction) % problems.length) ?? null
}

/** "2 errors, 1 warning". */
export function problemWords(problems: readonly Problem[]): string {
  const words: string[] = []
  for (const [severity, word] of [
    ['error', 'error'],
    ['warning', 'warning'],
    ['info', 'note'],
  ] as const) {
    const count = problems.filter(problem => problem.severity === severity).length
    if (count > 0) words.push(`${count} ${word}${count === 1 ? '' : 's'}`)
  }
  return words.join(', ')
}
