import { removeShare, type Share } from './history.ts'
import { CallFault, deleteSnippet } from './share-calls.ts'

/** Takes back all shares of a snippet that were made here, and forgets it; also where it is gone already. */
export async function deleteOwn({ id, deletionKeys }: Share): Promise<void> {
  for (const key of deletionKeys) {
    try {
      await deleteSnippet(id, key)
    } catch (fault) {
      if (!(fault instanceof CallFault && fault.settled)) throw fault
    }
  }
  removeShare(id)
}
