import { hourly } from '../platform/hourly.ts'
import type { Logger } from '../platform/logger.ts'
import type { ClassRows } from '../store/class-rows.ts'

/** How long a class is kept that nobody has joined. Whoever likes could else make as many as a server may have. */
const EMPTY_MS = 30 * 86_400_000

export type PruningDeps = { readonly classes: Pick<ClassRows, 'prune'>; readonly now: () => number; readonly log: Logger }

/** Drops classes that nobody has joined for so long, until it is disposed of. */
export function startPruning({ classes, now, log }: PruningDeps): AsyncDisposable {
  return hourly(async () => {
    try {
      const dropped = await classes.prune(now() - EMPTY_MS)
      if (dropped > 0) log.info({ classes: dropped }, 'old classes that nobody is in were dropped')
    } catch (fault) {
      log.error({ err: fault }, 'old classes could not be dropped')
    }
  })
}
