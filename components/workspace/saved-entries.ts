import type { z } from 'zod'

/**
 * A list that this browser keeps, from its text. Entries that are not what they should be are left out, and not the others with them: what those hold is
 * nowhere else.
 */
export function savedEntries<T>(text: string | null, entry: z.ZodType<T>, most: number): readonly T[] {
  try {
    const kept: unknown = JSON.parse(text ?? '[]')
    return Array.isArray(kept) ? kept.slice(0, most).flatMap(item => entry.safeParse(item).data ?? []) : []
  } catch {
    return []
  }
}
