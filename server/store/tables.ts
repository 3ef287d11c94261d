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
  readonly api_keys: {
    readonly id: string
    readonly name: string
    readonly hash: string
    readonly runs_per_hour: number | null
    readonly at_once: number | null
    readonly created_ms: number
    readonly revoked_ms: number | null
  }
  readonly classes: {
    readonly id: string
    readonly title: string
    readonly code: string
    readonly key_hash: string
    readonly choices: string
    readonly open: number
    readonly created_ms: number
  }
  readonly members: {
    readonly id: string
    readonly class: string
    readonly name: string
    readonly name_key: string
    readonly token_hash: string
    readonly return_hash: string | null
    readonly created_ms: number
    readonly last_seen_ms: number
    readonly current: string | null
  }
  readonly comments: {
    readonly id: string
    readonly submission: string
    readonly member: string
    readonly text: string
    readonly created_ms: number
  }
  readonly exercise_versions: {
    readonly hash: string
    readonly slug: string
    readonly content: string
    readonly created_ms: number
  }
  readonly submissions: {
    readonly id: string
    readonly slug: string
    readonly version: string
    readonly language: string
    readonly main: string
    readonly files: string
    readonly digest: string
    readonly request_key: string | null
    readonly member: string | null
    readonly attempts: number
    readonly holder: string | null
    readonly held_until_ms: number | null
    readonly grading: string | null
    readonly status: string | null
    readonly points: number | null
    readonly max_points: number | null
    readonly fault: string | null
    readonly created_ms: number
    readonly graded_ms: number | null
  }
  readonly lti_platforms: {
    readonly id: string
    readonly issuer: string
    readonly client_id: string
    readonly deployments: string
    readonly login_url: string
    readonly token_url: string
    readonly jwks_url: string
    readonly audience: string | null
    readonly origins: string
    readonly created_ms: number
  }
  readonly lti_key: {
    readonly slot: number
    readonly private_jwk: string
    readonly created_ms: number
  }
  readonly lti_classes: {
    readonly platform: string
    readonly deployment: string
    readonly context: string
    readonly class: string
    readonly class_key: string
  }
  readonly lti_members: {
    readonly platform: string
    readonly deployment: string
    readonly context: string
    readonly subject: string
    readonly member: string
  }
  readonly lti_scores: {
    readonly member: string
    readonly line_item: string
    readonly platform: string
    readonly subject: string
    readonly slug: string
    readonly points: number | null
    readonly max_points: number | null
    readonly due_ms: number | null
    readonly tries: number
  }
}
