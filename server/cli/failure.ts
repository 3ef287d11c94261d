/** Something that is told the person in one sentence: no program has run, or not to its end. */
export class Failure extends Error {
  constructor(message: string) {
    super(message)
    this.name = 'Failure'
  }
}
