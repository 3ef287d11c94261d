import '../workspace/no-eval.ts'
import { z } from 'zod'
import { saveBinaries } from '../workspace/binary-store.ts'
import { forgetNames, savedOwners, saveOwners } from '../workspace/saved.ts'
import { workKey } from './member.ts'

/** The work of so many members of classes is kept in a browser that they share. */
const OWNERS = 20

const Marks = z.array(z.string().min(1).max(64)).max(OWNERS)

/** Somebody works here. Those who did so longest ago give way to more than there may be: what they handed in, the class has. */
export function rememberOwner(mark: string): void {
  const marks = [mark, ...keptOwners().filter(kept => kept !== mark)]
  saveOwners(JSON.stringify(marks.slice(0, OWNERS)))
  for (const old of marks.slice(OWNERS)) for (const slot of forgetNames(workKey('', { mark: old }))) void saveBinaries(slot, {})
}

function keptOwners(): readonly string[] {
  try {
    return Marks.safeParse(JSON.parse(savedOwners() ?? '[]')).data ?? []
  } catch {
    return []
  }
}
