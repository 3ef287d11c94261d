import { z } from 'zod'
import { saveBinaries } from './binary-store.ts'
import { forgetWork, savedForks, saveForks } from './saved.ts'

/** The files of so many opened snippets are kept beside a person's own. */
const FORKS = 20

const Slots = z.array(z.string().max(128))

/** This fork has been edited and is kept. Those that were edited longest ago give way to more than there may be. */
export function rememberFork(slot: string): void {
  const slots = [slot, ...keptForks().filter(kept => kept !== slot)]
  saveForks(JSON.stringify(slots.slice(0, FORKS)))
  for (const old of slots.slice(FORKS)) {
    forgetWork(old)
    void saveBinaries(old, {})
  }
}

function keptForks(): readonly string[] {
  try {
    return Slots.safeParse(JSON.parse(savedForks() ?? '[]')).data ?? []
  } catch {
    return []
  }
}
