import type { ServerResponse } from 'node:http'

/** Ends when an answer is delivered, or its caller is gone. To be asked for before anything is waited for. */
export function whenClosed(response: ServerResponse): Promise<void> {
  return new Promise(resolve => {
    if (response.destroyed) resolve()
    else response.once('close', resolve)
  })
}
