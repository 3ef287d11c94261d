/** A request that was not met. The message is a sentence for a person. */
export class RequestFailed extends Error {}

type Waiting = { readonly resolve: (content: string) => void; readonly reject: (error: RequestFailed) => void }

/**
 * Numbers the page's requests and waits for their answers. Of one kind only one is on its way at a time, as a later one would take its place on the
 * server. One that is not answered in time fails.
 */
export class Requests {
  #last = 0
  readonly #waiting = new Map<number, Waiting>()
  readonly #tails = new Map<string, Promise<unknown>>()

  /** A number for a request whose answer is waited for elsewhere. */
  number(): number {
    this.#last += 1
    return this.#last
  }

  /** @param send sends the request; false when there is no connection. */
  ask(kind: string, timeoutMs: number, send: (request: number) => boolean): Promise<string> {
    const before = this.#tails.get(kind) ?? Promise.resolve()
    const answer = before.then(() => this.#askNow(timeoutMs, send))
    this.#tails.set(
      kind,
      answer.catch(() => {}),
    )
    return answer
  }

  answer(request: number, content: string): void {
    this.#waiting.get(request)?.resolve(content)
  }

  refuse(request: number, message: string): void {
    this.#waiting.get(request)?.reject(new RequestFailed(message))
  }

  /** The connection is gone, and every answer with it. */
  failAll(message: string): void {
    for (const { reject } of this.#waiting.values()) reject(new RequestFailed(message))
  }

  async #askNow(timeoutMs: number, send: (request: number) => boolean): Promise<string> {
    const request = this.number()
    let timer: ReturnType<typeof setTimeout> | undefined
    try {
      return await new Promise<string>((resolve, reject) => {
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
