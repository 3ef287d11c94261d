import type { Submitted } from './judge0-request.ts'

/** What a submission came to; null as long as it is not known. */
export type Outcome = {
  readonly stdout: string | null
  readonly stderr: string | null
  readonly compile_output: string | null
  readonly message: string | null
  /** Seconds, and KB. */
  readonly time: number | null
  readonly wall_time: number | null
  readonly memory: number | null
  readonly exit_code: number | null
  readonly exit_signal: number | null
}

export type Submission = {
  readonly token: string
  readonly submitted: Submitted
  readonly languageName: string
  readonly createdMs: number
  readonly tenant: string
  readonly ended: Promise<void>
  finishedMs: number | null
  status: number
  outcome: Outcome
}
