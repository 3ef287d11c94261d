import type { IncomingMessage } from 'node:http'
import type { WebSocket } from 'ws'
import type { Caller } from '../access/callers.ts'
import { Rate } from '../access/rate.ts'
import { AgentSignal } from '../box/agent-frames.ts'
import { AppError, publicError } from '../platform/app-error.ts'
import { MESSAGES_BURST, MESSAGES_PER_SECOND, STDIN_PENDING_BYTES } from '../protocol/limits.ts'
import { TerminalSize } from '../protocol/messages.ts'
import type { ApiDeps } from './edge.ts'
import type { OnceEvents } from './once.ts'
import { type PistonJob, readPistonJob } from './piston-request.ts'
import { toPistonEnd } from './piston-stage.ts'

/** A connection must begin within this time. */
const INIT_MS = 1000
/** A message that comes after `init`: it is input, or less than that. */
const LATER_BYTES = STDIN_PENDING_BYTES

/** Piston's close codes, with its own words. */
const Close = {
  alreadyInitialized: [4000, 'Already Initialized'],
  initTimeout: [4001, 'Initialization Timeout'],
  notified: [4002, 'Notified Error'],
  notInitialized: [4003, 'Not yet initialized'],
  notStdin: [4004, 'Can only write to stdin'],
  badSignal: [4005, 'Invalid signal'],
  completed: [4999, 'Job Completed'],
} as const

type Live = Parameters<NonNullable<OnceEvents['onRun']>>[0]
type Message = Readonly<Record<string, unknown>>

/**
 * Serves one connection of Piston's `/connect`: one job, with its input as it comes. The job ends with the connection. Each connection counts as a run, and
 * what comes over one that is too many is not looked at.
 */
export function servePiston(socket: WebSocket, request: IncomingMessage, deps: ApiDeps): void {
  const gone = new AbortController()
  const rate = new Rate(MESSAGES_PER_SECOND, MESSAGES_BURST, performance.now())
  let begun = false
  let live: Live | null = null
  /** Input that comes before there is a program. */
  const early: ((run: Live) => void)[] = []
  let earlyBytes = 0

  let initTimer: NodeJS.Timeout | undefined
  socket.on('error', fault => deps.log.debug({ err: fault }, 'a connection broke'))
  const closed = new Promise(resolve => socket.on('close', resolve))
  socket.on('close', () => {
    clearTimeout(initTimer)
    gone.abort(new AppError('bad_message', 'The connection was closed.'))
  })
  socket.pause()
  void admit()

  async function admit(): Promise<void> {
    try {
      const caller = await countCaller(request, deps)
      if (gone.signal.aborted) return
      socket.on('message', (data: Buffer) => take(data, caller))
      initTimer = setTimeout(() => close('initTimeout'), INIT_MS)
    } catch (thrown) {
      notify(thrown)
    }
    socket.resume()
  }

  function take(data: Buffer, caller: Caller): void {
    if (socket.readyState !== socket.OPEN) return
    try {
      if (!rate.take(performance.now())) throw new AppError('bad_message', `More than ${MESSAGES_PER_SECOND} messages a second.`)
      if (begun && data.length > LATER_BYTES) throw new AppError('bad_message', `A message after init may have ${LATER_BYTES} bytes.`)
      const message = parse(data)
      if (begun) handle(message)
      else begin(message, caller)
    } catch (thrown) {
      notify(thrown)
    }
  }

  function begin(message: Message, caller: Caller): void {
    if (message.type !== 'init') return close('notInitialized')
    begun = true
    clearTimeout(initTimer)
    void start(message, caller)
  }

  function handle(message: Message): void {
    switch (message.type) {
      case 'init':
        return close('alreadyInitialized')
      case 'data':
        if (message.stream !== 'stdin') return close('notStdin')
        if (typeof message.data !== 'string') throw new AppError('bad_message', 'data is required as a string')
        return input(Buffer.from(message.data), message.eof === true)
      case 'signal': {
        const signal = AgentSignal.safeParse(message.signal)
        if (!signal.success) return close('badSignal')
        return live?.signal(signal.data)
      }
      case 'resize': {
        const size = TerminalSize.safeParse(message)
        if (size.success) live?.resize(size.data)
        return
      }
      default:
    }
  }

  function input(bytes: Buffer, eof: boolean): void {
    const give = (run: Live): void => {
      run.write(bytes)
      if (eof) run.eof()
    }
    if (live) return give(live)
    earlyBytes += bytes.length
    if (earlyBytes > STDIN_PENDING_BYTES) throw new AppError('stdin_overflow', 'More than 1 MB of input waits for the program.')
    early.push(give)
  }

  async function start(message: Message, { tenant, atOnce }: Caller): Promise<void> {
    try {
      const { version, ...job } = readPistonJob(message, deps.catalogue)
      await deps.once(
        {
          ...job,
          stdin: undefined,
          size: readSize(message),
          overflow: 'end',
          tenant,
          atOnce,
          signal: gone.signal,
          delivered: closed,
        },
        events(job, version),
      )
      close('completed')
    } catch (thrown) {
      notify(thrown)
    }
  }

  function events({ profile }: Pick<PistonJob, 'profile'>, version: string): OnceEvents {
    return {
      onBox: () => send({ type: 'runtime', language: profile.piston.language, version }),
      onRun: run => {
        live = run
        for (const give of early.splice(0)) give(run)
      },
      onStage: stage => send({ type: 'stage', stage }),
      onText: (_stage, stream, data) =>
        new Promise(resolve => {
          socket.send(JSON.stringify({ type: 'data', stream, data }), () => resolve())
        }),
      onStageEnd: (stage, result) => send({ type: 'exit', stage, ...toPistonEnd(result) }),
    }
  }

  function send(message: Message): void {
    if (socket.readyState === socket.OPEN) socket.send(JSON.stringify(message))
  }

  /** A close may have few words: what is wrong is said before. */
  function notify(thrown: unknown): void {
    if (!(thrown instanceof AppError)) deps.log.error({ err: thrown }, 'a job failed')
    send({ type: 'error', message: publicError(thrown).message })
    close('notified')
  }

  function close(why: keyof typeof Close): void {
    const [code, words] = Close[why]
    socket.close(code, words)
    // Whatever still runs has nobody to tell it to.
    gone.abort(new AppError('bad_message', 'The connection was closed.'))
  }
}

async function countCaller(request: IncomingMessage, { callers, rates }: ApiDeps): Promise<Caller> {
  const caller = await callers.ofRun(request)
  const { tenant, runs, by } = caller
  if (rates.take(tenant, performance.now(), runs).allowed) return caller
  const whose = by === 'key' ? 'with one key' : 'from one address'
  throw new AppError('rate_limited', `Programs are run ${runs.perHour} times an hour ${whose}.`)
}

function parse(data: Buffer): Message {
  try {
    return Object(JSON.parse(data.toString('utf8'))) as Message
  } catch {
    throw new AppError('bad_message', 'The message is not JSON.')
  }
}

/** A terminal, where one is asked for: an extension of ours. */
function readSize({ pty }: Message): TerminalSize | null {
  if (pty === undefined) return null
  const size = TerminalSize.safeParse(pty)
  if (!size.success) throw new AppError('bad_message', 'pty must have cols and rows, from 1 to 1000')
  return size.data
}
