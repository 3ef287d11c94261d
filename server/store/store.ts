import type { ClassRows } from './class-rows.ts'
import type { CommentRows } from './comment-rows.ts'
import type { GradingRows } from './grading-rows.ts'
import type { KeyRows } from './key-rows.ts'
import type { LtiRows } from './lti-rows.ts'
import type { LtiScoreRows } from './lti-score-rows.ts'
import type { MemberRows } from './member-rows.ts'
import type { ProgressRows } from './progress-rows.ts'
import type { SnippetRows } from './snippet-rows.ts'
import type { SubmissionRows } from './submission-rows.ts'
import type { VersionRows } from './version-rows.ts'

/** Where everything is kept that must not be lost. The same on both databases. */
export type Store = AsyncDisposable & {
  readonly kind: 'SQLite' | 'PostgreSQL'
  readonly snippets: SnippetRows
  readonly keys: KeyRows
  readonly classes: ClassRows
  readonly members: MemberRows
  readonly comments: CommentRows
  readonly progress: ProgressRows
  readonly versions: VersionRows
  readonly submissions: SubmissionRows
  readonly gradings: GradingRows
  readonly lti: LtiRows
  readonly ltiScores: LtiScoreRows
}

/** All that a store has, to be read. */
export type Everything = {
  readonly snippets: Pick<SnippetRows, 'records'>
  readonly keys: Pick<KeyRows, 'records'>
  readonly classes: Pick<ClassRows, 'records'>
  readonly members: Pick<MemberRows, 'records'>
  readonly comments: Pick<CommentRows, 'records'>
  readonly versions: Pick<VersionRows, 'records'>
  readonly submissions: Pick<SubmissionRows, 'records'>
  readonly lti: Pick<LtiRows, 'records'>
}
