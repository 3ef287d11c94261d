import { hashOf } from '../platform/hash.ts'
import { CHOICES, type Choice, CLASS_TITLE_LENGTH, MEMBER_NAME_LENGTH, MemberName, NewClassBody } from '../protocol/classes.ts'
import type { ClassRecord } from '../store/class-rows.ts'
import type { LtiClass } from '../store/lti-record.ts'
import type { LtiContext } from '../store/lti-rows.ts'
import type { Store } from '../store/store.ts'
import type { OwnKey } from './own-key.ts'
import { noRoom } from './room.ts'

/** What is needed of classes, which are another part's. */
export type Classes = {
  create(title: string, choices: readonly Choice[]): Promise<{ readonly id: string; readonly key: string }>
  find(id: string): Promise<ClassRecord | null>
  view(record: ClassRecord): { readonly choices: Choice[]; readonly exercises: readonly { readonly slug: string }[] }
  change(record: ClassRecord, changes: { readonly choices: Choice[] }): Promise<unknown>
  /** Lets somebody in, by that name or one like it that is free. */
  enrol(classId: string, name: string): Promise<{ readonly member: string }>
}

export type Seat = { readonly member: string; readonly token: string; readonly name: string }

/** Who comes from a course has a place in the class that the course is here: the first who comes makes it. */
export class Seats {
  readonly #store: Pick<Store, 'lti' | 'members' | 'classes'>
  readonly #classes: Classes
  readonly #key: OwnKey
  /** Of each course one after the other, so that nobody gets two places. */
  readonly #turns = new Map<string, Promise<unknown>>()

  constructor(store: Pick<Store, 'lti' | 'members' | 'classes'>, classes: Classes, key: OwnKey) {
    this.#store = store
    this.#classes = classes
    this.#key = key
  }

  /** The class of a course, which is to have this exercise. */
  classOf(context: LtiContext, title: string | null, slug: string | null): Promise<LtiClass> {
    return this.#inTurn(context, () => this.#classOf(context, title, slug))
  }

  /** The place of somebody in the class of their course. */
  seatOf(context: LtiContext, title: string | null, slug: string | null, subject: string, name: string | null): Promise<Seat> {
    return this.#inTurn(context, async () => {
      const { class: classId } = await this.#classOf(context, title, slug)
      const known = await this.#store.lti.findMember(context, subject)
      const member = known ?? (await this.#enrol(context, classId, subject, name))
      const token = await this.#tokenOf(member)
      return { member, token, name: (await this.#store.members.find(member))?.name ?? '' }
    })
  }

  async #classOf(context: LtiContext, title: string | null, slug: string | null): Promise<LtiClass> {
    const { lti, classes } = this.#store
    const known = await lti.findClass(context)
    if (known) {
      await this.#choose(known.class, slug)
      return known
    }
    const made = await this.#classes.create(titleOf(title), slug === null ? [] : [{ exercise: slug }])
    const record = { ...context, class: made.id, classKey: made.key }
    const outcome = await lti.addClass(record)
    if (outcome === 'added') return record
    await classes.remove(made.id)
    if (outcome === 'full') throw noRoom()
    // Another server was faster.
    return (await lti.findClass(context)) ?? record
  }

  /** What a course leads to is what its class has to solve. */
  async #choose(classId: string, slug: string | null): Promise<void> {
    const record = slug === null ? null : await this.#classes.find(classId)
    if (!record || slug === null) return
    const { choices, exercises } = this.#classes.view(record)
    if (choices.length >= CHOICES || exercises.some(exercise => exercise.slug === slug)) return
    await this.#classes.change(record, { choices: [...choices, { exercise: slug }] })
  }

  async #enrol(context: LtiContext, classId: string, subject: string, name: string | null): Promise<string> {
    const { lti, members } = this.#store
    const { member } = await this.#classes.enrol(classId, nameOf(name, subject))
    const outcome = await lti.addMember({ ...context, subject, member })
    if (outcome === 'added') return member
    await members.remove(member)
    if (outcome === 'full') throw noRoom()
    return (await lti.findMember(context, subject)) ?? member
  }

  /**
   * A student's token is the same at every launch: one who opens two exercises side by side is the same in both. It is made again from this server's key, and
   * takes the place of one that another device had.
   */
  async #tokenOf(member: string): Promise<string> {
    const { members } = this.#store
    const token = await this.#key.secretFor(`member ${member}`)
    const hash = hashOf(token)
    if ((await members.findByToken(hash))?.id !== member) await members.renewToken(member, hash)
    return token
  }

  async #inTurn<T>({ platform, deployment, context }: LtiContext, act: () => Promise<T>): Promise<T> {
    const key = JSON.stringify([platform, deployment, context])
    const turn = (this.#turns.get(key) ?? Promise.resolve()).then(act, act)
    this.#turns.set(key, turn)
    try {
      return await turn
    } finally {
      if (this.#turns.get(key) === turn) this.#turns.delete(key)
    }
  }
}

/** A course system may tell no names. */
function nameOf(name: string | null, subject: string): string {
  const usual = `Student ${hashOf(subject).slice(0, 6)}`
  return MemberName.safeParse(shorten(name ?? '', MEMBER_NAME_LENGTH)).data ?? usual
}

function titleOf(title: string | null): string {
  return NewClassBody.safeParse({ title: shorten(title ?? '', CLASS_TITLE_LENGTH) }).data?.title ?? 'Course'
}

function shorten(text: string, most: number): string {
  return [...text].slice(0, most).join('')
}
