import { AppError } from '../platform/app-error.ts'
import { type Cell, COMMENTS, type Comment, HandedIn, type Membership, OWN_PROGRESS, type OwnProgress } from '../protocol/classes.ts'
import type { ClassRecord } from '../store/class-rows.ts'
import type { CommentRecord } from '../store/comment-rows.ts'
import type { MemberRecord } from '../store/member-rows.ts'
import type { Store } from '../store/store.ts'
import type { Classes, Member } from './classes.ts'
import { noRoom } from './room.ts'
import { newId } from './secrets.ts'

/** Submissions of one student for one exercise that are listed, the newest of them. */
const LISTED = 100
/** Comments that a student is told of one exercise, the last of them. */
const TOLD = 500

export type WorkDeps = {
  readonly classes: Classes
  readonly store: Pick<Store, 'submissions' | 'comments' | 'progress'>
  readonly now: () => number
}

/** What the students of a class have handed in, and what their teacher says of it. Nothing of another class is told from what is not there. */
export class Work {
  readonly #deps: WorkDeps

  constructor(deps: WorkDeps) {
    this.#deps = deps
  }

  /** How far students are. */
  async progress(memberIds: readonly string[]): Promise<ReadonlyMap<string, readonly Cell[]>> {
    const cells = new Map<string, Cell[]>()
    for (const { member, ...cell } of await this.#deps.store.progress.of(memberIds)) {
      const own = cells.get(member)
      if (own) own.push(cell)
      else cells.set(member, [cell])
    }
    for (const own of cells.values()) own.sort((a, b) => (a.slug < b.slug ? -1 : 1))
    return cells
  }

  /** How far a student is, as they are told, the last first. */
  async ownProgress({ id }: Member): Promise<OwnProgress[]> {
    const { progress } = this.#deps.store
    const sums = new Map((await progress.of([id])).map(sum => [sum.slug, sum]))
    const told = new Map<string, OwnProgress>()
    for (const { slug, language, id: submission, passed } of await progress.newestOf(id)) {
      const sum = sums.get(slug)
      if (!sum) continue
      const { attempts, points, maxPoints } = sum
      const before = told.get(slug) ?? { slug, attempts, points, maxPoints, solved: {}, last: submission }
      told.set(slug, passed ? { ...before, solved: { ...before.solved, [language]: submission } } : before)
    }
    return [...told.values()].slice(0, OWN_PROGRESS)
  }

  /** The newest first. */
  async list(record: ClassRecord, memberId: string, slug: string): Promise<readonly HandedIn[]> {
    const { classes, store } = this.#deps
    const { id } = await classes.memberIn(record, memberId)
    const submissions = await store.submissions.ofMembers([id], LISTED, { slug })
    const comments = await store.comments.counts(submissions.map(submission => submission.id))
    return submissions.map(({ version: _, member: __, ...submission }) =>
      HandedIn.parse({ ...submission, comments: comments.get(submission.id) ?? 0 }),
    )
  }

  /** Whose submission that is. Throws where it is nobody's of this class. */
  async owner(record: ClassRecord, submissionId: string): Promise<MemberRecord> {
    const member = (await this.#deps.store.submissions.read(submissionId))?.member
    if (member === undefined || member === null) throw noSubmission()
    return this.#deps.classes.memberIn(record, member).catch(fault => {
      throw fault instanceof AppError && fault.code === 'not_found' ? noSubmission() : fault
    })
  }

  async commentsOn(submission: string): Promise<readonly Comment[]> {
    return (await this.#deps.store.comments.of({ submission })).map(toComment)
  }

  async comment(record: ClassRecord, submission: string, text: string): Promise<Comment> {
    const { store, now } = this.#deps
    const { id: member } = await this.owner(record, submission)
    const comment = { id: newId(16), submission, member, text, createdMs: now() }
    const outcome = await store.comments.add(comment, COMMENTS)
    switch (outcome) {
      case 'added':
        return toComment(comment)
      case 'too_many':
        throw new AppError('bad_message', `A submission may have ${COMMENTS} comments. Delete one of them first.`)
      case 'no_member':
        throw noSubmission()
      case 'full':
        throw noRoom('comments')
    }
  }

  async removeComment(record: ClassRecord, submission: string, comment: string): Promise<void> {
    await this.owner(record, submission)
    if (!(await this.#deps.store.comments.remove(comment, submission))) throw new AppError('not_found', 'There is no such comment.')
  }

  /** What a student is told of what they handed in for an exercise, the oldest first. */
  async commentsFor({ id }: Member, slug: string): Promise<readonly Comment[]> {
    return (await this.#deps.store.comments.of({ member: id, slug, most: TOLD })).map(toComment)
  }

  /** The exercises that a student is told something of, and when that was last. */
  async commentedOf({ id }: Member): Promise<Membership['commented']> {
    return this.#deps.store.comments.commentedOf(id)
  }
}

function toComment({ member: _, ...comment }: CommentRecord): Comment {
  return comment
}

function noSubmission(): AppError {
  return new AppError('not_found', 'There is no such submission in this class.')
}
