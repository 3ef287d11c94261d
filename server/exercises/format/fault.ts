/** Something in an exercise's or a course's folder that is not as it must be. */
export type Fault = {
  /** Path as it was asked for. */
  readonly file: string
  /** From 1. */
  readonly line: number
  /** A sentence. */
  readonly message: string
}

export type Note = (file: string, line: number, message: string) => void

export function faultText({ file, line, message }: Fault): string {
  return `${file}:${line}: ${message}`
}
