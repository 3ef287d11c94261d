const MINUTE_MS = 60_000
const HOUR_MS = 3_600_000
const DAY_MS = 86_400_000

/** How long ago something was, roughly. */
export function agoWords(ms: number, now: number = Date.now()): string {
  const past = now - ms
  if (past < 2 * MINUTE_MS) return 'Just now'
  if (past < HOUR_MS) return `${Math.floor(past / MINUTE_MS)} minutes ago`
  if (past < DAY_MS) return past < 2 * HOUR_MS ? 'An hour ago' : `${Math.floor(past / HOUR_MS)} hours ago`
  return new Date(ms).toLocaleDateString()
}

export function momentWords(ms: number): string {
  return new Date(ms).toLocaleString([], { dateStyle: 'medium', timeStyle: 'short' })
}
