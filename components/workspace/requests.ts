import type { ServerMessage } from '../../server/protocol/messages.ts'

/** What is asked for, and the message that answers it. */
type Answers = { readonly format: 'formatted'; readonly fetch: 'file'; readonly samples: 'samples' }
type Kind = keyof Answers
type AnswerTo<K extends Kind> = Extract<ServerMessage, { type: Answers[K] }>
export type Answer = AnswerTo<Kind>

/** A request that was not met. The message is a sentence for a person. */
export class RequestFailed extends Error {}

type Waiting = { readonly resolve: (answer: Answer) => void; readonly reject: (error: RequestFailed) => void }

/**
 * Numbers the page's requests and waits for their answers. Of one kind only one is on its way at a time, as a later one would take its place on the
 * server. One that is not answered in time fails.
 */
export class Requests {
  #last = 0
  readonly #waiting = new Map<number, Waiting>()
  readonly #tails = new Map<Kind, Promise<unknown>>()

  /** A number for a request whose answer is waited for elsewhere. */
  number(): number {
    this.#last += 1
    return this.#last
  }

  /** @param send sends the request; false when there is no connection. */
  ask<K extends Kind>(kind: K, timeoutMs: number, send: (request: number) => boolean): Promise<AnswerTo<K>> {
    const before = this.#tails.get(kind) ?? Promise.resolve()
    const answer = before.then(() => this.#askNow(timeoutMs, send)) as Promise<AnswerTo<K>>
    this.#tails.set(
      kind,
      answer.catch(() => {}),
    )
    return answer
  }

  /** The server sends an answer of the kind that was asked for, as PROTOCOL.md says. */
  answer(answer: Answer): void {
    this.#waiting.get(answer.request)?.resolve(answer)
  }

  refuse(request: number, message: string): void {
    this.#waiting.get(request)?.reject(new RequestFailed(message))
  }

  /** The connection is gone, and every answer with it. */
  failAll(message: string): void {
    for (const { reject } of this.#waiting.values()) reject(new RequestFailed(message))
  }

  async #askNow(timeoutMs: number, send: (request: number) => boolean): Promise<Answer> {
    const request = this.number()
    let timer: ReturnType<typeof setTimeout> | undefined
    try {
      return await new Promise<Answer>((resolve, reject) => {
        this.#waiting.set(request, { resolve, reject })
        timer = setTimeout(
          () => reject(new RequestFailed(`The server has not answered for ${timeoutMs / 1000} s. Please try again.`)),
          timeoutMs,
        )
        if (!send(request)) reject(new RequestFailed('The server cannot be reached right now. Please try again in a moment.'))
      })
    } finally {
      clearTimeout(timer)
      this.#waiting.delete(request)
    }
  }
}
