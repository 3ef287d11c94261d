import { AppError } from '../platform/app-error.ts'
import type { HelloMessage, ServerMessage, WelcomeMessage } from '../protocol/messages.ts'
import type { Connection } from './outbox.ts'
import { Session, type SessionDeps } from './session.ts'

export type SessionTableDeps = SessionDeps & { readonly maxSessions: number; readonly sessionsPerAddress: number }

/** All sessions of this server, by token. */
export class SessionTable {
  readonly #deps: SessionTableDeps
  readonly #sessions = new Map<string, Session>()

  constructor(deps: SessionTableDeps) {
    this.#deps = deps
  }

  get size(): number {
    return this.#sessions.size
  }

  /**
   * Takes up the session that hello names, or makes a new one, and attaches the connection to it.
   * Throws AppError `too_busy` when there is no room for another session.
   */
  open(connection: Connection, hello: HelloMessage, address: string, profiles: WelcomeMessage['profiles']): Session {
    const known = hello.resume ? this.#sessions.get(hello.resume.session) : undefined
    const session = known ?? this.#create(address)
    session.attach(connection, hello, profiles)
    return session
  }

  broadcast(message: ServerMessage): void {
    for (const session of this.#sessions.values()) session.send(message)
  }

  /** Ends every session. */
  endAll(): void {
    for (const session of [...this.#sessions.values()]) session.end()
  }

  #create(address: string): Session {
    if (this.#sessions.size >= this.#deps.maxSessions) throw new AppError('too_busy', 'This server has no room for another session.')
    let fromThere = 0
    for (const session of this.#sessions.values()) if (session.tenant === address) fromThere += 1
    if (fromThere >= this.#deps.sessionsPerAddress) throw new AppError('too_busy', 'There are too many sessions from your address.')
    const session: Session = new Session(this.#deps, address, () => this.#sessions.delete(session.token))
    this.#sessions.set(session.token, session)
    return session
  }
}
