import type { SourceFile } from '../../server/protocol/messages.ts'
import { findPositions, type Place, type PlaceInLine, placeInLine } from '../../server/protocol/positions.ts'
import { fileNamed, openFile, type Sources } from '../workspace/sources.ts'
import { chosenProfile, isLive, type WorkspaceState, type WorkspaceStore } from '../workspace/store.ts'
import { problemStore } from './problem-store.ts'
import { allProblems, followEdit, nextProblem, type Problem } from './problems.ts'

/**
 * Knows what is wrong with the files of the page: what the last check said, what the last run did, and what was found elsewhere. Problems move with their lines, and go when
 * their lines are edited, with the next run, and with the language.
 */
export class ProblemKeeper {
  readonly #store: WorkspaceStore
  readonly #readOutput: () => Promise<string>
  #unsubscribe: (() => void) | null = null
  #fromCheck: readonly Problem[] = []
  #fromRun: readonly Problem[] = []
  #fromReport: readonly Problem[] = []
  /** What the run that is on, or was last, has run. */
  #ran: Sources | null = null

  /** @param readOutput gives the end of what the terminal shows, once all of it is there. */
  constructor(store: WorkspaceStore, readOutput: () => Promise<string>) {
    this.#store = store
    this.#readOutput = readOutput
  }

  start(): void {
    this.#unsubscribe = this.#store.subscribe((state, before) => this.#follow(state, before))
  }

  stop(): void {
    this.#unsubscribe?.()
    this.#clear()
  }

  /** The place in one of the page's files that a line of output names. */
  placeIn(line: string): PlaceInLine | null {
    const { sources, ...state } = this.#store.getState()
    const place = placeInLine(line, chosenProfile(state)?.positions ?? [])
    return place && sources && fileNamed(sources, place.file) ? place : null
  }

  /** Shows a place: its file, and the cursor there. */
  go(place: Place): void {
    const { sources } = this.#store.getState()
    if (!sources || !fileNamed(sources, place.file)) return
    this.#store.setState({ sources: openFile(sources, place.file) })
    const { file, line, column } = place
    const current = problemStore.getState().problems.find(problem => problem.file === file && problem.line === line) ?? null
    problemStore.setState({ current, target: { file, line, ...(column !== undefined && { column }) } })
  }

  /** Takes in what was said elsewhere about these files, in the place of what was said there before. */
  report(text: string, about: Sources): void {
    this.#fromReport = this.#find(text, about)
    this.#tell()
  }

  /** Goes to the next problem, or the one before. False where there is none. */
  step(direction: 1 | -1): boolean {
    const { problems, current } = problemStore.getState()
    const problem = nextProblem(problems, current, direction)
    if (!problem) return false
    this.go(problem)
    problemStore.setState({ current: problem })
    return true
  }

  #follow(state: WorkspaceState, before: WorkspaceState): void {
    if (state.sourcesOf !== before.sourcesOf) return this.#clear()
    const files = state.sources?.files
    if (files && before.sources && files !== before.sources.files) this.#edit(before.sources.files, files)
    if (state.checked !== before.checked && state.checked && state.sources && state.checked.profile === state.sourcesOf) {
      this.#fromCheck = this.#find(state.checked.output, state.checked.sources)
      this.#tell()
    }
    if (isLive(state.work) && !isLive(before.work)) {
      this.#ran = state.sources
      this.#fromRun = []
      this.#tell()
    }
    if (state.work.phase === 'finished' && state.work !== before.work && before.work.phase !== 'finished')
      void this.#readRun(state.work.run)
  }

  async #readRun(run: number): Promise<void> {
    const output = await this.#readOutput()
    const { work, sources } = this.#store.getState()
    // The next run may have begun.
    if (work.phase !== 'finished' || work.run !== run || !sources) return
    this.#fromRun = this.#find(output, this.#ran ?? sources)
    this.#tell()
  }

  /** What a text says about these files, moved to where it is in the files as they are now. */
  #find(text: string, about: Sources): readonly Problem[] {
    const { sources, ...state } = this.#store.getState()
    const profile = chosenProfile(state)
    if (!profile || !sources) return []
    let found: readonly Problem[] = findPositions(text, profile.positions).filter(({ file }) => fileNamed(sources, file))
    for (const { name, content } of about.files) {
      const now = fileNamed(sources, name)
      if (now && now.content !== content) found = followEdit(found, name, content, now.content)
    }
    return found
  }

  #edit(before: readonly SourceFile[], after: readonly SourceFile[]): void {
    if (this.#fromCheck.length + this.#fromRun.length + this.#fromReport.length === 0) return
    for (const file of before) {
      const now = after.find(({ name }) => name === file.name)
      if (now === file) continue
      const follow = (problems: readonly Problem[]): readonly Problem[] =>
        now ? followEdit(problems, file.name, file.content, now.content) : problems.filter(problem => problem.file !== file.name)
      this.#fromCheck = follow(this.#fromCheck)
      this.#fromRun = follow(this.#fromRun)
      this.#fromReport = follow(this.#fromReport)
    }
    this.#tell()
  }

  #clear(): void {
    this.#fromCheck = this.#fromRun = this.#fromReport = []
    this.#ran = null
    problemStore.setState({ problems: [], current: null, target: null })
  }

  #tell(): void {
    const problems = allProblems([this.#fromCheck, this.#fromRun, this.#fromReport], this.#store.getState().sources?.main ?? '')
    const before = problemStore.getState()
    if (problems.length === 0 && before.problems.length === 0) return
    const { current: was } = before
    const current =
      was && (problems.find(({ file, line, message }) => file === was.file && line === was.line && message === was.message) ?? null)
    problemStore.setState({ problems, current })
  }
}
