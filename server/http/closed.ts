import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Socket } from 'node:net'

const answers = new WeakMap<Socket, Set<ServerResponse>>()

/** Closes an answer with its connection also where its turn has not come: those that wait behind another one (pipelining) are told nothing by Node. */
export function closeWithConnection({ socket }: IncomingMessage, response: ServerResponse): void {
  const own = answers.get(socket) ?? new Set()
  if (!answers.has(socket)) {
    answers.set(socket, own)
    socket.once('close', () => {
      for (const answer of own) {
        if (answer.socket !== null || answer.writableFinished) continue
        answer.destroy()
        answer.emit('close')
      }
    })
  }
  own.add(response)
  response.once('close', () => own.delete(response))
}

/** Ends when an answer is delivered, or its caller is gone. To be asked for before anything is waited for. */
export function whenClosed(response: ServerResponse): Promise<void> {
  return new Promise(resolve => {
    if (response.destroyed) resolve()
    else response.once('close', resolve)
  })
}
