import { randomBytes } from 'node:crypto'
import type { ServerResponse } from 'node:http'
import { constants } from 'node:os'
import { z } from 'zod'
import { parse, readJson } from '../http/body.ts'
import { answerJson, prepareFault } from '../http/problem.ts'
import { createRouter, type Exchange } from '../http/router.ts'
import { AppError, assertNever, publicError } from '../platform/app-error.ts'
import { fileNameFault } from '../protocol/file-name.ts'
import { limitsFor } from './asked-limits.ts'
import { findLanguage, inRange } from './catalogue.ts'
import { type ApiDeps, callerOf, countRun, RUN_BODY } from './edge.ts'
import type { OnceResult, StageResult } from './once.ts'

export const CODAPI_PATH = '/v1/exec'

const word = z.string().max(64).default('')
const Request = z.object({ sandbox: word, command: word, version: word, files: z.record(z.string(), z.string()).default({}) })
type Execution = { readonly ok: boolean; readonly stdout: string; readonly stderr: string }

/** codapi's interface: a sandbox is a language, and its command is `run`. COMPATIBILITY.md tells where it differs. */
export function createCodapiRouter(deps: ApiDeps): ReturnType<typeof createRouter> {
  return createRouter({
    routes: [{ method: 'POST', path: CODAPI_PATH, handle: exchange => exec(exchange, deps) }],
    prefix: CODAPI_PATH,
    answerFault: (response, thrown) => answerFailure(response, '-', thrown),
    log: deps.log,
  })
}

async function exec({ request, response }: Exchange, deps: ApiDeps): Promise<void> {
  const caller = await deps.callers.ofRun(request)
  countRun(deps, caller, response)
  const body = parse(Request, await readJson(request, RUN_BODY))
  const { sandbox, version, command } = body
  const id = `${sandbox}${version ? `.${version}` : ''}_${command}_${randomBytes(4).toString('hex')}`
  const startedMs = performance.now()
  const answer = ({ ok, stdout, stderr }: Execution): void => {
    const duration = Math.round(performance.now() - startedMs)
    answerJson(response, 200, { id, ok, duration, stdout: stdout.trim(), stderr: stderr.trim() })
  }
  try {
    const language = findLanguage(deps.catalogue, sandbox)
    if (!language) throw new AppError('not_found', 'unknown sandbox')
    if (command !== 'run') throw new AppError('not_found', 'unknown command')
    if (Object.keys(body.files).length < 2 && !Object.values(body.files)[0]?.trim()) throw new AppError('bad_message', 'empty request')
    if (version && version !== 'latest' && !inRange(language, version)) return answer(failed(`unknown box ${sandbox}:${version}`))
    const { profile } = language
    const files = Object.entries(body.files).map(([name, content]) => ({ name: name || profile.mainFile, content }))
    const bad = files.find(({ name }) => fileNameFault(name) !== null)
    if (bad) return answer(failed(`files[${bad.name}]: invalid name`))
    const main = files.find(({ name }) => name === profile.mainFile) ?? files[0]
    const result = await deps.once({
      profile,
      main: main?.name ?? profile.mainFile,
      files,
      args: [],
      stdin: '',
      limits: limitsFor(profile),
      size: null,
      overflow: 'drop',
      tenant: caller.tenant,
      atOnce: caller.atOnce,
      ...callerOf(response),
    })
    answer(toExecution(result))
  } catch (thrown) {
    if (!(thrown instanceof AppError)) deps.log.error({ err: thrown }, 'an execution failed')
    if (!response.destroyed) answerFailure(response, id, thrown)
  }
}

function toExecution({ compile, run }: OnceResult): Execution {
  const last = run ?? (compile as StageResult)
  const { stdout, stderr } = last
  const status = exitStatus(last)
  if (status === null) return failed('code execution timeout')
  // What a compiler has to say of a program that runs goes with what the program says.
  const said = run && compile ? compile.all : ''
  if (status === 0) return { ok: true, stdout: stdout.text, stderr: said + stderr.text }
  const text = (said + stdout.text + stderr.text).trimEnd()
  return failed(text === '' ? `exit status ${status}` : `${text} (exit status ${status})`)
}

/** As a shell tells it; null for a program that took too long. */
function exitStatus({ reason, code, signal }: StageResult): number | null {
  switch (reason) {
    case 'exited':
      return code
    case 'timeout':
    case 'cpu_limit':
    case 'idle':
      return null
    case 'signaled':
      return 128 + (constants.signals[signal as NodeJS.Signals] ?? 0)
    case 'out_of_memory':
    case 'stopped':
    case 'output_limit':
    case 'box_lost':
      return 128 + constants.signals.SIGKILL
    default:
      return assertNever(reason)
  }
}

function failed(stderr: string): Execution {
  return { ok: false, stdout: '', stderr }
}

function answerFailure(response: ServerResponse, id: string, thrown: unknown): void {
  const status = prepareFault(response, thrown)
  answerJson(response, status === 415 ? 400 : status, { id, duration: 0, ...failed(wordsOf(response, thrown)) })
}

/** codapi's own words, where it has some. */
function wordsOf(response: ServerResponse, thrown: unknown): string {
  const { code, message } = publicError(thrown)
  switch (code) {
    case 'bad_method':
      return `unsupported method: ${response.req.method}`
    case 'too_busy':
    case 'rate_limited':
      return 'busy: try again later'
    case 'internal':
    case 'engine_down':
      return 'internal error'
    default:
      return message
  }
}
