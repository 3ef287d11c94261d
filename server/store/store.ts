import type { KeyRows } from './key-rows.ts'
import type { SnippetRows } from './snippet-rows.ts'

/** Where everything is kept that must not be lost. The same on both databases. */
export type Store = AsyncDisposable & {
  readonly kind: 'SQLite' | 'PostgreSQL'
  readonly snippets: SnippetRows
  readonly keys: KeyRows
}

/** All that a store has, to be read. */
export type Everything = { readonly snippets: Pick<SnippetRows, 'records'>; readonly keys: Pick<KeyRows, 'records'> }
