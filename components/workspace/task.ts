import type { ReactNode } from 'react'
import type { ProblemKeeper } from '../problems/problem-keeper.ts'
import type { FileActions } from './file-actions.ts'
import type { Sources } from './sources.ts'

/** What the page works on in the place of a person's own programs. */
export type Task = {
  /** What its files are kept under, beside the language. Asked for in the browser alone; stays the same as long as the page is open. */
  readonly mark: string
  /** What one begins with, by profile id. No other language can be chosen. */
  readonly starters: Readonly<Record<string, Sources>>
}

/** What a task does with the workspace around it. */
export type WorkspaceHandles = {
  readonly files: FileActions
  readonly problems: ProblemKeeper
  /** Keeps at once what has been typed. */
  readonly flush: () => void
}

/** A task, and what of it stands in the workspace. */
export type Assignment = {
  readonly task: Task
  /** At the beginning of the toolbar, in the place of the page's name. */
  readonly head: ReactNode
  /** In the toolbar, after Stop. */
  readonly tools: ReactNode
  /** Beside the editor and the terminal. In a narrow window, above them. */
  readonly panel: ReactNode
  /** Between toolbar and panel of a narrow window: chooses which of them is shown. */
  readonly switcher: ReactNode
  /** In a narrow window: the panel is shown, and not the editor and the terminal. */
  readonly covers: boolean
  readonly onReady: (handles: WorkspaceHandles) => void
}
