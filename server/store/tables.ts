/** The tables as the last migration leaves them. Times are milliseconds since 1970. */
export type Tables = {
  readonly snippets: {
    readonly id: string
    readonly digest: string
    readonly content: string | null
    readonly shares: number
    readonly created_ms: number
    readonly taken_down_ms: number | null
    readonly reason: string | null
  }
  readonly claims: {
    readonly snippet: string
    readonly key_hash: string
    readonly created_ms: number
  }
}
