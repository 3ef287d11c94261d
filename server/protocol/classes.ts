import { z } from 'zod'
import { ExerciseSlug, ExerciseSummary, SubmissionId, SubmissionView } from './exercise.ts'

/** Classes, as the teacher's and the students' pages see them. A teacher shows the class's key, a student the own token; neither sees what the other has. */

export const CLASS_TITLE_LENGTH = 80
export const MEMBER_NAME_LENGTH = 40
export const COMMENT_LENGTH = 4000
export const CLASS_MEMBERS = 500
/** Comments on one submission. */
export const COMMENTS = 50
/** What is chosen for a class. */
export const CHOICES = 200
/** Exercises that one class has, whatever they were chosen by. */
export const CLASS_EXERCISES = 500

/** The header by which a student shows who they are in a class. */
export const MEMBER_HEADER = 'Glovebox-Member'

/** Without 0, 1, I, L and O, which are taken for each other when they are read from a wall. */
export const CODE_LETTERS = '23456789ABCDEFGHJKMNPQRSTUVWXYZ'
export const CODE_LENGTH = 6

export const ClassId = z.string().regex(/^[0-9A-Za-z]{12}$/)
export const MemberId = z.string().regex(/^[0-9A-Za-z]{16}$/)
export const CommentId = z.string().regex(/^[0-9A-Za-z]{16}$/)
/** What only its owner has: 32 random bytes in base64url. The server keeps its hash. */
export const Secret = z.string().regex(/^[\w-]{43}$/)

/** A code as people type it: in whatever case, with spaces or hyphens in it. */
export const ClassCode = z
  .string()
  .max(32)
  .transform(text => text.toUpperCase().replace(/[\s-]/g, ''))
  .pipe(z.string().regex(new RegExp(`^[${CODE_LETTERS}]{${CODE_LENGTH}}$`), `a code has ${CODE_LENGTH} letters and digits`))

/** Characters that are not seen, or that turn the direction of what stands beside them. */
const UNSEEN = /[\p{Cc}\p{Cf}\p{Co}\p{Cs}\p{Zl}\p{Zp}]/gu

/** A line that people have typed, as it is kept and shown. */
const line = (most: number, what: string) =>
  z
    .string()
    .max(most * 8)
    .transform(text => text.normalize('NFC').replace(UNSEEN, ' ').replace(/\s+/g, ' ').trim())
    .pipe(
      z
        .string()
        .min(1, `${what} must not be empty`)
        .refine(text => [...text].length <= most, `${what} may have ${most} characters`),
    )

const ClassTitle = line(CLASS_TITLE_LENGTH, 'the title')
export const MemberName = line(MEMBER_NAME_LENGTH, 'the name')

/** A whole course, a section of it, or one exercise. */
export const Choice = z.union([
  z.strictObject({ course: ExerciseSlug, section: z.string().min(1).max(200).optional() }),
  z.strictObject({ exercise: ExerciseSlug }),
])
export type Choice = z.infer<typeof Choice>

export const NewClassBody = z.strictObject({ title: ClassTitle, choices: z.array(Choice).max(CHOICES).default([]) })

export const ClassChanges = z.strictObject({
  title: ClassTitle.optional(),
  /** Whether students can join. */
  open: z.boolean().optional(),
  choices: z.array(Choice).max(CHOICES).optional(),
})
export type ClassChanges = z.infer<typeof ClassChanges>

/** What a new class is answered with. The key is told this once. */
export const NewClass = z.object({ id: ClassId, title: z.string(), code: z.string(), key: Secret })
export type NewClass = z.infer<typeof NewClass>

export const ClassView = z.object({
  id: ClassId,
  title: z.string(),
  code: z.string(),
  open: z.boolean(),
  createdMs: z.number().int(),
  choices: z.array(Choice),
  /** What is chosen and there, in order. */
  exercises: z.array(ExerciseSummary),
})
export type ClassView = z.infer<typeof ClassView>

// Students

export const JoinBody = z.strictObject({ code: ClassCode, name: MemberName })
/** The token is made by the browser, so that it can ask the same again when the answer gets lost. */
export const ReturnBody = z.strictObject({ key: Secret, token: Secret })

/** Who has joined. The token is told this once, and again on another device that a teacher's link was opened on. */
export const Joined = z.object({ class: z.object({ id: ClassId, title: z.string() }), member: MemberId, name: z.string(), token: Secret })
export type Joined = z.infer<typeof Joined>

/** Exercises that a student is told the own progress of, the last ones. */
export const OWN_PROGRESS = 5000

/** How far a student is with an exercise, whatever browser it was handed in from. */
export const OwnProgress = z.object({
  slug: ExerciseSlug,
  attempts: z.number().int(),
  /** The best there was. */
  points: z.number(),
  maxPoints: z.number(),
  /** The newest submission that passed everything, by language. */
  solved: z.record(z.string(), SubmissionId),
  /** The newest submission. */
  last: SubmissionId,
})
export type OwnProgress = z.infer<typeof OwnProgress>

/** What a student's token stands for. */
export const Membership = z.object({
  class: z.object({ id: ClassId, title: z.string() }),
  member: MemberId,
  name: z.string(),
  /** What is to be solved, in order. */
  exercises: z.array(ExerciseSlug),
  /** What the teacher has said something of, and when the last time was. */
  commented: z.array(z.object({ slug: ExerciseSlug, lastMs: z.number().int() })),
  progress: z.array(OwnProgress).max(OWN_PROGRESS),
})
export type Membership = z.infer<typeof Membership>

export const PresenceBody = z.strictObject({ slug: ExerciseSlug.nullable() })

/** How often a page says that its student is there; after three times as long, they are not. */
export const PRESENCE_MS = 30_000

export const Comment = z.object({ id: CommentId, submission: SubmissionId, text: z.string(), createdMs: z.number().int() })
export type Comment = z.infer<typeof Comment>
export const Comments = z.object({ comments: z.array(Comment) })
export const CommentBody = z.strictObject({
  text: z
    .string()
    .max(COMMENT_LENGTH, `a comment may have ${COMMENT_LENGTH} characters`)
    // One of the databases keeps no such character.
    .transform(text => text.replaceAll('\0', ''))
    .pipe(z.string())
    .refine(text => text.trim() !== '', 'a comment must not be empty'),
})

// The teacher's view

/** How far a student is with an exercise. */
export const Cell = z.object({
  slug: ExerciseSlug,
  attempts: z.number().int(),
  passed: z.boolean(),
  /** The best there was. */
  points: z.number(),
  maxPoints: z.number(),
  lastMs: z.number().int(),
})
export type Cell = z.infer<typeof Cell>

/** What a student has handed in, without what is in it. */
export const HandedIn = z.object({
  id: SubmissionId,
  slug: ExerciseSlug,
  language: z.string(),
  /** Null while it is graded, and where it could not be. */
  status: z.enum(['pass', 'fail', 'error']).nullable(),
  points: z.number().nullable(),
  maxPoints: z.number().nullable(),
  createdMs: z.number().int(),
  comments: z.number().int(),
})
export type HandedIn = z.infer<typeof HandedIn>
export const HandedInList = z.object({ submissions: z.array(HandedIn) })

/** One of them, as the teacher reads it. */
export const OpenedSubmission = z.object({
  submission: SubmissionView,
  member: z.object({ id: MemberId, name: z.string() }),
  comments: z.array(Comment),
})
export type OpenedSubmission = z.infer<typeof OpenedSubmission>

export const MemberRow = z.object({
  id: MemberId,
  name: z.string(),
  joinedMs: z.number().int(),
  lastSeenMs: z.number().int(),
  /** Whether they are there now. */
  here: z.boolean(),
  /** What they are on; null where that is none. */
  current: ExerciseSlug.nullable(),
  cells: z.array(Cell),
})
export type MemberRow = z.infer<typeof MemberRow>

/** What the teacher's page is told, a line of JSON each. It begins with everything. */
export const LiveEvent = z.discriminatedUnion('type', [
  z.object({ type: z.literal('all'), class: ClassView, members: z.array(MemberRow) }),
  z.object({ type: z.literal('class'), class: ClassView }),
  /** New ones, and those of whom something has changed. */
  z.object({ type: z.literal('members'), members: z.array(MemberRow) }),
  z.object({ type: z.literal('gone'), members: z.array(MemberId) }),
  /** The class is deleted. */
  z.object({ type: z.literal('deleted') }),
  /** Nothing is new, and the connection stands. */
  z.object({ type: z.literal('beat') }),
])
export type LiveEvent = z.infer<typeof LiveEvent>
