/**
 * Why a connection ends: private-use WebSocket close codes (RFC 6455 §7.4.2), beside the standard ones
 * 1001 (the server shuts down), 1009 (a message above MESSAGE_BYTES) and 1013 (too many sessions; try again later).
 */
export const Close = {
  /** Not JSON, not a known type, or not valid for its type; a binary frame that does not decode. */
  badMessage: 4000,
  /** No hello in time. */
  helloTimeout: 4001,
  /** The page and the server speak different versions: reload. */
  versionMismatch: 4002,
  /** Something came before hello, or a second hello. */
  helloFirst: 4003,
  /** The same session was opened on another connection. */
  replaced: 4004,
  /** Messages came faster than any honest page sends them. */
  tooFast: 4005,
  /** From the client: it takes the session up no more, which ends at once. */
  done: 4006,
  /** The server shuts down; it may be back soon. */
  shuttingDown: 1001,
  /** No room for another session. */
  tooManySessions: 1013,
} as const

export type CloseCode = (typeof Close)[keyof typeof Close]
