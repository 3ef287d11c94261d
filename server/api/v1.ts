import { parse, readJson } from '../http/body.ts'
import { Idempotency, idempotencyKey } from '../http/idempotency.ts'
import { answerJson, toProblem } from '../http/problem.ts'
import type { Exchange, Route } from '../http/router.ts'
import { AppError } from '../platform/app-error.ts'
import { RunBody } from '../protocol/rest.ts'
import { type ApiDeps, callerOf, countRun, RUN_BODY } from './edge.ts'
import { EventStream, eventFormat } from './event-stream.ts'
import { describeApi } from './openapi.ts'
import { readOrder } from './v1-request.ts'
import { tellFigures, tellLanguage, tellResult } from './v1-tell.ts'

/** The REST API's own endpoints for running programs. */
export function v1Routes(deps: ApiDeps): readonly Route[] {
  const description = describeApi(deps.callers.access)
  const idempotency = new Idempotency()
  const run: Route = { method: 'POST', path: '/api/v1/run', handle: exchange => answerRun(exchange, deps, idempotency) }
  return [
    ...(deps.callers.access === 'off' ? [] : [run]),
    {
      method: 'GET',
      path: '/api/v1/profiles',
      handle: ({ response }) => answerJson(response, 200, { profiles: deps.catalogue().map(tellLanguage) }),
    },
    { method: 'GET', path: '/api/v1/openapi.json', handle: ({ response }) => answerJson(response, 200, description) },
  ]
}

async function answerRun(exchange: Exchange, deps: ApiDeps, idempotency: Idempotency): Promise<void> {
  const { request, response } = exchange
  const { once, catalogue } = deps
  const caller = await deps.callers.ofRun(request)
  countRun(deps, caller, response)
  const body = parse(RunBody, await readJson(request, RUN_BODY))
  const named = idempotencyKey(request.headers) !== null
  const connection = callerOf(response)
  // Who names a request asks for its answer again when the connection is lost: the program goes on.
  const order = readOrder(body, catalogue, caller, named ? { ...connection, signal: new AbortController().signal } : connection)
  const format = eventFormat(request.headers.accept)
  if (!format) {
    return idempotency.answer(exchange, caller.tenant, body, async () => {
      const value = tellResult(order.language, await once(order.request))
      return { status: 200, headers: { 'cache-control': 'no-store' }, value }
    })
  }
  if (named) throw new AppError('bad_message', 'What is told as it happens cannot be told again: leave out Idempotency-Key, or Accept.')
  const stream = new EventStream(response, format)
  try {
    const result = await once(order.request, {
      onQueued: position => stream.send({ type: 'queued', position }),
      onStage: stage => stream.send({ type: 'stage', stage }),
      onText: (stage, name, text) => stream.sendOutput({ stage, stream: name, text }),
    })
    stream.end({ type: 'result', ...tellFigures(order.language, result) })
  } catch (thrown) {
    if (!stream.begun || !(thrown instanceof AppError)) throw thrown
    stream.end({ type: 'error', problem: toProblem(thrown) })
  }
}
