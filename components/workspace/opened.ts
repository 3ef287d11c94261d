import type { SnippetContent } from '../../server/protocol/snippet.ts'
import type { RunSettings } from './saved.ts'
import type { Sources } from './sources.ts'

/** A snippet that was opened to go on with. Its files are kept apart from the person's own, and only once they are edited. */
export type Opened = {
  /** Null where it came in a private link. */
  readonly id: string | null
  readonly content: SnippetContent
  /** Tells its files from those of other snippets. */
  readonly mark: string
  readonly sources: Sources
  readonly settings: RunSettings
}
