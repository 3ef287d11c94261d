import type { ExitReport } from './exit.ts'

export type Tone = 'good' | 'bad' | 'warning' | 'quiet'
export type Words = { readonly text: string; readonly tone: Tone }

/** What the signals that end programs mean to their author (signal(7)). */
const MEANINGS: Readonly<Record<string, string>> = {
  SIGSEGV: 'it touched memory that is not its own',
  SIGBUS: 'it touched memory that is not there',
  SIGFPE: 'it computed what has no result, such as a division by zero',
  SIGILL: 'it ran into what is no instruction',
  SIGABRT: 'it gave up by itself',
  SIGSYS: 'it asked the system for something that is not allowed in a box',
  SIGXFSZ: 'it wrote a file that is too large',
  SIGPIPE: 'it wrote to a pipe that nobody reads',
}

/** A run's end, as one line for its author. */
export function exitWords(report: ExitReport): Words {
  const time = duration(report.wallMs)
  const limit = report.limit ?? 0
  if (report.stage === 'compile') return compileWords(report)
  // The compiler's time is not the program's.
  const compiled = report.compileMs === null ? '' : `; compiled in ${duration(report.compileMs)}`
  switch (report.reason) {
    case 'exited':
      if (report.code === 0) return { text: `Finished in ${time}, ${megabytes(report.peakBytes)}${compiled}`, tone: 'good' }
      return { text: `Exited with code ${report.code} after ${time}${compiled}`, tone: 'bad' }
    case 'signaled': {
      const signal = report.signal ?? 'a signal'
      if (signal === 'SIGINT') return { text: `Interrupted after ${time}`, tone: 'quiet' }
      const meaning = MEANINGS[signal]
      return { text: meaning ? `Crashed with ${signal} after ${time}: ${meaning}` : `Ended by ${signal} after ${time}`, tone: 'bad' }
    }
    case 'out_of_memory':
      return { text: `Out of memory: the limit is ${megabytes(limit)}`, tone: 'warning' }
    case 'cpu_limit':
      return { text: `Stopped: used ${duration(limit)} of CPU`, tone: 'warning' }
    case 'timeout':
      return { text: `Stopped: ran for ${duration(limit)}`, tone: 'warning' }
    case 'idle':
      return { text: `Stopped: no input and no output for ${duration(limit)}`, tone: 'warning' }
    case 'output_limit':
      return { text: `Stopped: wrote ${megabytes(report.outputBytes)}`, tone: 'warning' }
    case 'stopped':
      return { text: report.wallMs === 0 ? 'Stopped before it began' : `Stopped after ${time}`, tone: 'quiet' }
    case 'box_lost':
      return { text: 'The box went away; please run again', tone: 'bad' }
  }
}

/** The end of a run whose program never began. */
function compileWords(report: ExitReport): Words {
  const time = duration(report.compileMs ?? report.wallMs)
  const limit = report.limit ?? 0
  switch (report.reason) {
    case 'exited':
      return { text: `Did not compile, after ${time}`, tone: 'bad' }
    case 'signaled':
      return { text: `Did not compile: the compiler was ended by ${report.signal ?? 'a signal'} after ${time}`, tone: 'bad' }
    case 'out_of_memory':
      return { text: `Did not compile: the compiler ran out of memory, the limit is ${megabytes(limit)}`, tone: 'warning' }
    case 'cpu_limit':
      return { text: `Did not compile: the compiler used ${duration(limit)} of CPU`, tone: 'warning' }
    case 'timeout':
    case 'idle':
      return { text: `Did not compile within ${duration(limit)}`, tone: 'warning' }
    case 'output_limit':
      return { text: `Did not compile: the compiler wrote ${megabytes(report.outputBytes)}`, tone: 'warning' }
    case 'stopped':
      return { text: `Stopped while compiling, after ${time}`, tone: 'quiet' }
    case 'box_lost':
      return { text: 'The box went away; please run again', tone: 'bad' }
  }
}

/** Milliseconds as people say them. */
export function duration(ms: number): string {
  if (ms < 10_000) return `${trim((ms / 1000).toFixed(2))} s`
  if (ms < 60_000) return `${trim((ms / 1000).toFixed(1))} s`
  const minutes = Math.floor(ms / 60_000)
  const seconds = Math.round((ms % 60_000) / 1000)
  return seconds === 0 ? `${minutes} min` : `${minutes} min ${seconds} s`
}

/** Bytes in MB of 1024 × 1024, as memory is sold. */
export function megabytes(bytes: number): string {
  const amount = bytes / 1_048_576
  return `${amount < 1 ? trim(amount.toFixed(1)) : Math.round(amount)} MB`
}

function trim(number: string): string {
  return number.replace(/(\.\d*?)0+$/, '$1').replace(/\.$/, '')
}
