import { type Logger, pino } from 'pino'

export type { Logger }

/**
 * JSON lines on standard output. Loggers are passed in, never imported: `silentLogger()` in tests. Source, input and output of programs are
 * never logged, and neither are session tokens.
 */
export function createLogger(level: string): Logger {
  return pino({ level, base: null, timestamp: pino.stdTimeFunctions.isoTime, redact: ['token', '*.token', 'session.token'] })
}

export function silentLogger(): Logger {
  return pino({ level: 'silent' })
}
