import { hourly } from '../platform/hourly.ts'
import type { Logger } from '../platform/logger.ts'
import type { SubmissionRows } from '../store/submission-rows.ts'
import type { VersionRows } from '../store/version-rows.ts'

const DAY_MS = 86_400_000

export type PruningDeps = {
  readonly rows: SubmissionRows
  readonly versions: VersionRows
  /** How long nobody's submissions are kept. */
  readonly keptDays: number
  readonly now: () => number
  readonly log: Logger
}

/** Drops what is nobody's and old, until it is disposed of. */
export function startPruning(deps: PruningDeps): AsyncDisposable {
  return hourly(() => prune(deps))
}

async function prune({ rows, versions, keptDays, now, log }: PruningDeps): Promise<void> {
  try {
    const submissions = await rows.prune(now() - keptDays * DAY_MS)
    if (submissions + (await versions.prune()) > 0) log.info({ submissions, keptDays }, 'old submissions were dropped')
  } catch (fault) {
    log.error({ err: fault }, 'old submissions could not be dropped')
  }
}
