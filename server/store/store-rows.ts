import type { Kysely } from 'kysely'
import { ClassRows } from './class-rows.ts'
import { CommentRows } from './comment-rows.ts'
import { GradingRows } from './grading-rows.ts'
import { KeyRows } from './key-rows.ts'
import { LtiRows } from './lti-rows.ts'
import { LtiScoreRows } from './lti-score-rows.ts'
import { MemberRows } from './member-rows.ts'
import { ProgressRows } from './progress-rows.ts'
import type { Room } from './room.ts'
import { SnippetRows } from './snippet-rows.ts'
import type { Store } from './store.ts'
import { SubmissionRows } from './submission-rows.ts'
import type { Tables } from './tables.ts'
import { VersionRows } from './version-rows.ts'

/** What every database has, on a connection or within a transaction. */
export function storeRows(db: Kysely<Tables>, hasRoom: Room): Omit<Store, 'kind' | keyof AsyncDisposable> {
  return {
    snippets: new SnippetRows(db, hasRoom),
    keys: new KeyRows(db),
    classes: new ClassRows(db, hasRoom),
    members: new MemberRows(db, hasRoom),
    comments: new CommentRows(db, hasRoom),
    progress: new ProgressRows(db),
    versions: new VersionRows(db),
    submissions: new SubmissionRows(db, hasRoom),
    gradings: new GradingRows(db),
    lti: new LtiRows(db, hasRoom),
    ltiScores: new LtiScoreRows(db, hasRoom),
  }
}
