import { z } from 'zod'
import { AppError } from '../platform/app-error.ts'
import { hashOf } from '../platform/hash.ts'
import type { Logger } from '../platform/logger.ts'
import {
  Choice,
  CLASS_MEMBERS,
  type ClassChanges,
  type ClassView,
  type Joined,
  MEMBER_NAME_LENGTH,
  type Membership,
  type NewClass,
} from '../protocol/classes.ts'
import type { ExerciseIndex } from '../protocol/exercise.ts'
import type { ClassRecord } from '../store/class-rows.ts'
import type { MemberRecord } from '../store/member-rows.ts'
import type { Store } from '../store/store.ts'
import { chosenExercises, unknownChoice } from './choices.ts'
import { noRoom } from './room.ts'
import { isSecretOf, newCode, newId, newSecret } from './secrets.ts'

/** Classes that one server has. */
const CLASSES = 10_000
/** There are many more codes than classes: a free one is soon found. */
const CODE_TRIES = 20
/** Students of one name, where a number behind it tells them apart. */
const NAMESAKES = 50

export type ClassesDeps = {
  readonly store: Pick<Store, 'classes' | 'members'>
  /** What there is to be chosen now. */
  readonly index: () => ExerciseIndex
  readonly now: () => number
  readonly log: Logger
  /** Whoever watches a class is told that something of it has changed: of a student, or of the class itself. */
  readonly onChange: (classId: string, memberId: string | null) => void
}

/** A student, as other parts know them. */
export type Member = { readonly id: string; readonly class: string; readonly name: string }

/** Classes and who is in them. Who may do what is shown by secrets, of which only hashes are kept. */
export class Classes {
  readonly #deps: ClassesDeps

  constructor(deps: ClassesDeps) {
    this.#deps = deps
  }

  async create(title: string, choices: readonly Choice[]): Promise<NewClass> {
    const { store, index, now, log } = this.#deps
    this.#requireKnown(choices, [], index())
    if ((await store.classes.count()) >= CLASSES) {
      throw new AppError('storage_full', `This server has ${CLASSES} classes, which is as many as it may. Its operator can tell you more.`)
    }
    const [id, key] = [newId(12), newSecret()]
    for (let tries = 0; tries < CODE_TRIES; tries++) {
      const code = newCode()
      const row = { id, title, code, keyHash: hashOf(key), choices: JSON.stringify(choices) }
      const outcome = await store.classes.add(row, now())
      if (outcome === 'taken') continue
      if (outcome === 'full') throw noRoom('classes')
      log.info({ class: id }, 'a class was made')
      return { id, title, code, key }
    }
    throw new Error('no code is free')
  }

  /** The class that a key opens. What the key does not open is not told from what is not there. */
  async opened(id: string, key: string): Promise<ClassRecord> {
    const found = await this.#deps.store.classes.find(id)
    if (found && isSecretOf(key, found.keyHash)) return found
    throw new AppError('bad_key', 'This key opens no such class. Use the whole link that you were given when you made it.')
  }

  async find(id: string): Promise<ClassRecord | null> {
    return this.#deps.store.classes.find(id)
  }

  view({ id, title, code, open, createdMs, choices: text }: ClassRecord): ClassView {
    const choices = choicesOf(text)
    return { id, title, code, open, createdMs, choices, exercises: [...chosenExercises(choices, this.#deps.index())] }
  }

  async change(record: ClassRecord, { choices, ...changes }: ClassChanges): Promise<ClassView> {
    const { store, index, onChange } = this.#deps
    if (choices) this.#requireKnown(choices, choicesOf(record.choices), index())
    const values = Object.fromEntries(Object.entries(changes).filter(([, value]) => value !== undefined))
    const outcome = await store.classes.change(record.id, { ...values, ...(choices ? { choices: JSON.stringify(choices) } : {}) })
    if (outcome === 'full') throw noRoom('classes')
    onChange(record.id, null)
    return this.#viewOf(record.id)
  }

  /** Another code: whoever has the old one cannot join by it any more. */
  async renewCode({ id }: ClassRecord): Promise<ClassView> {
    for (let tries = 0; tries < CODE_TRIES; tries++) {
      const outcome = await this.#deps.store.classes.change(id, { code: newCode() })
      if (outcome === 'taken') continue
      if (outcome === 'full') throw noRoom('classes')
      this.#deps.onChange(id, null)
      return this.#viewOf(id)
    }
    throw new Error('no code is free')
  }

  /** The class goes, with its students, what they handed in and what was said about that. */
  async remove({ id }: ClassRecord): Promise<void> {
    await this.#deps.store.classes.remove(id)
    this.#deps.onChange(id, null)
    this.#deps.log.info({ class: id }, 'a class was deleted')
  }

  /** Null for a code that is no class's. */
  async join(code: string, name: string): Promise<Joined | null> {
    const found = await this.#deps.store.classes.findByCode(code)
    if (!found) return null
    if (!found.open) throw new AppError('class_closed', 'Nobody can join this class now. Ask your teacher to open it.')
    return this.#add(found, name)
  }

  /** Lets somebody in whom another system knows, by a name that is free. */
  async enrol(classId: string, name: string): Promise<Joined> {
    const found = await this.#deps.store.classes.find(classId)
    if (!found) throw noClass()
    for (let count = 1; count <= NAMESAKES; count++) {
      const free = count === 1 ? name : `${[...name].slice(0, MEMBER_NAME_LENGTH - 3).join('')} ${count}`
      try {
        return await this.#add(found, free)
      } catch (fault) {
        if (!(fault instanceof AppError && fault.code === 'name_taken')) throw fault
      }
    }
    throw nameTaken(name)
  }

  async #add({ id, title }: ClassRecord, name: string): Promise<Joined> {
    const { store, now, log, onChange } = this.#deps
    const [member, token] = [newId(16), newSecret()]
    const row = { id: member, class: id, name, nameKey: nameKey(name), tokenHash: hashOf(token) }
    const outcome = await store.members.add(row, CLASS_MEMBERS, now())
    switch (outcome) {
      case 'name_taken':
        throw nameTaken(name)
      case 'full':
        throw new AppError('class_full', `This class has ${CLASS_MEMBERS} students, which is as many as it may.`)
      case 'no_class':
        throw noClass()
      case 'no_room':
        throw noRoom('students')
      case 'added':
        log.info({ class: id }, 'somebody has joined a class')
        onChange(id, member)
        return { class: { id, title }, member, name, token }
    }
  }

  /** What lets a student in on another device, once. */
  async allowReturn({ id }: ClassRecord, memberId: string): Promise<string> {
    const { store } = this.#deps
    if ((await store.members.find(memberId))?.class !== id) throw noMember()
    const key = newSecret()
    if (!(await store.members.allowReturn(memberId, hashOf(key)))) throw noMember()
    return key
  }

  /** Uses it up: from now on whoever shows the token is the student, and the device before is not. Null where it lets nobody in. */
  async comeBack({ key, token }: { readonly key: string; readonly token: string }): Promise<Joined | null> {
    const { store } = this.#deps
    const member = await store.members.takeReturn(hashOf(key), hashOf(token))
    const found = member && (await store.classes.find(member.class))
    if (!member || !found) return null
    return { class: { id: found.id, title: found.title }, member: member.id, name: member.name, token }
  }

  /** Whose token it is; null where it is nobody's, or nobody's any more. */
  async memberOf(token: string): Promise<Member | null> {
    const found = await this.#deps.store.members.findByToken(hashOf(token))
    return found && { id: found.id, class: found.class, name: found.name }
  }

  async membership(member: Member): Promise<Omit<Membership, 'commented' | 'progress'>> {
    const found = await this.#deps.store.classes.find(member.class)
    if (!found) throw noClass()
    const { id, title, exercises } = this.view(found)
    return { class: { id, title }, member: member.id, name: member.name, exercises: exercises.map(({ slug }) => slug) }
  }

  /** A student of this class, and of no other. */
  async memberIn({ id }: ClassRecord, memberId: string): Promise<MemberRecord> {
    const found = await this.#deps.store.members.find(memberId)
    if (found?.class !== id) throw noMember()
    return found
  }

  /** A student goes, with all that is kept of them. */
  async removeMember(record: ClassRecord, memberId: string): Promise<void> {
    const { id } = await this.memberIn(record, memberId)
    await this.#deps.store.members.remove(id)
    this.#deps.onChange(record.id, id)
    this.#deps.log.info({ class: record.id }, 'the data of a student were deleted')
  }

  async #viewOf(id: string): Promise<ClassView> {
    const found = await this.#deps.store.classes.find(id)
    if (!found) throw noClass()
    return this.view(found)
  }

  #requireKnown(choices: readonly Choice[], before: readonly Choice[], index: ExerciseIndex): void {
    const unknown = unknownChoice(choices, before, index)
    if (unknown !== null) throw new AppError('bad_message', `There is no exercise, course or section such as ${unknown} here.`)
  }
}

/** Names that look the same are the same. */
function nameKey(name: string): string {
  return name.normalize('NFKC').toLowerCase()
}

/** What is not as it should be was written by another version of this program, and is left out. */
function choicesOf(text: string): Choice[] {
  const kept: unknown = JSON.parse(text)
  return z
    .array(z.unknown())
    .parse(kept)
    .flatMap(choice => Choice.safeParse(choice).data ?? [])
}

function nameTaken(name: string): AppError {
  return new AppError(
    'name_taken',
    `This class has a ${name} already. Add something to the name; if it is you, ask your teacher for a link.`,
  )
}

function noMember(): AppError {
  return new AppError('not_found', 'There is no such student in this class.')
}

function noClass(): AppError {
  return new AppError('not_found', 'There is no such class, or no longer.')
}
