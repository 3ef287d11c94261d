import '../workspace/no-eval.ts'
import { z } from 'zod'
import { ClassId, Secret } from '../../server/protocol/classes.ts'
import { saveClasses, savedClasses } from '../workspace/saved.ts'
import { savedEntries } from '../workspace/saved-entries.ts'

const MOST = 200

const OwnClass = z.object({ id: ClassId, title: z.string().max(400), key: Secret, createdMs: z.number().int().nonnegative() })
/** A class that was made or opened in this browser, with the key that opens it. */
export type OwnClass = Readonly<z.infer<typeof OwnClass>>

/** The newest first. */
export function ownClasses(): readonly OwnClass[] {
  return savedEntries(savedClasses(), OwnClass, MOST)
}

/** Adds a class, or what is new of one. False when the browser does not keep it. */
export function keepClass(own: OwnClass): boolean {
  const before = ownClasses()
  const known = before.some(({ id }) => id === own.id)
  const after = known ? before.map(entry => (entry.id === own.id ? { ...own, createdMs: entry.createdMs } : entry)) : [own, ...before]
  return saveClasses(JSON.stringify(after.slice(0, MOST)))
}

export function forgetClass(id: string): void {
  saveClasses(JSON.stringify(ownClasses().filter(own => own.id !== id)))
}

/** What opens a class, whole: whoever has it is its teacher. */
export function teacherPath({ id, key }: Pick<OwnClass, 'id' | 'key'>): string {
  return `/classes/${id}#key=${key}`
}

/** What may open a class, in the order in which it is tried: anybody can write a key behind an address, and it need not be the class's. */
export function keysFor(id: string, hash: string): readonly string[] {
  const keys = [keyIn(hash), ownClasses().find(own => own.id === id)?.key]
  return [...new Set(keys.filter(key => key !== null && key !== undefined))]
}

/** The key that stands behind the `#` of an address. */
export function keyIn(hash: string): string | null {
  return Secret.safeParse(/^#key=(.*)$/.exec(hash)?.[1]).data ?? null
}
