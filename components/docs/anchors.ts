/** Names places in a page after their headings, as GitHub does: a link into a file works in both. */
export class Anchors {
  readonly #taken = new Map<string, number>()

  next(heading: string): string {
    const name = heading
      .trim()
      .toLowerCase()
      .replace(/[^\p{L}\p{M}\p{N}\p{Pc} -]/gu, '')
      .replaceAll(' ', '-')
    const times = this.#taken.get(name) ?? 0
    this.#taken.set(name, times + 1)
    return times === 0 ? name : `${name}-${times}`
  }
}
