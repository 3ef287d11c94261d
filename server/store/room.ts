/** A size that was asked for is taken for the size that long. */
const KNOWN_MS = 5000

/** Whether a database takes more. */
export type Room = () => Promise<boolean>

/** For a database that sees to its bound by itself. */
export const ownBound: Room = async () => true

/** Room below a bound, for a database that has none of its own. What comes in between two looks is above it. */
export function roomBelow(maxBytes: number, size: () => Promise<number>, now: () => number = () => performance.now()): Room {
  let known: { readonly bytes: Promise<number>; readonly untilMs: number } | null = null
  return async () => {
    if (known === null || now() >= known.untilMs) {
      known = { bytes: size(), untilMs: now() + KNOWN_MS }
      // One that could not be had is asked for again.
      known.bytes.catch(() => {
        known = null
      })
    }
    return (await known.bytes) < maxBytes
  }
}

/** Does what makes a database larger. Gives back `full` where it must not be. */
export async function ifRoom<T, Full>(hasRoom: Room, full: Full, act: () => Promise<T>): Promise<T | Full> {
  if (!(await hasRoom())) return full
  try {
    return await act()
  } catch (fault) {
    if (saysFull(fault)) return full
    throw fault
  }
}

/** Whether a fault says that the database's bound, or its disk, is reached: SQLite's code, and PostgreSQL's. */
function saysFull(fault: unknown): boolean {
  const code = fault instanceof Error && 'code' in fault ? fault.code : null
  return code === 'SQLITE_FULL' || code === '53100'
}
