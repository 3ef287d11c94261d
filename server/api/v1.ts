import { networkOf } from '../access/address-rates.ts'
import { parse, readJson } from '../http/body.ts'
import { answerJson, toProblem } from '../http/problem.ts'
import { countRequest } from '../http/rate-limit.ts'
import type { Exchange, Route } from '../http/router.ts'
import { AppError } from '../platform/app-error.ts'
import { RunBody } from '../protocol/rest.ts'
import { type ApiDeps, callerOf, RUN_BODY, RUNS } from './edge.ts'
import { EventStream, eventFormat } from './event-stream.ts'
import { describeApi } from './openapi.ts'
import { readOrder } from './v1-request.ts'
import { tellFigures, tellLanguage, tellResult } from './v1-tell.ts'

/** The REST API's own endpoints for running programs. */
export function v1Routes(deps: ApiDeps): readonly Route[] {
  const description = describeApi()
  return [
    { method: 'POST', path: '/api/v1/run', handle: exchange => answerRun(exchange, deps) },
    {
      method: 'GET',
      path: '/api/v1/profiles',
      handle: ({ response }) => answerJson(response, 200, { profiles: deps.catalogue().map(tellLanguage) }),
    },
    { method: 'GET', path: '/api/v1/openapi.json', handle: ({ response }) => answerJson(response, 200, description) },
  ]
}

async function answerRun({ request, response, address }: Exchange, { once, catalogue, rates }: ApiDeps): Promise<void> {
  countRequest(rates, address, response, RUNS)
  const body = parse(RunBody, await readJson(request, RUN_BODY))
  const order = readOrder(body, catalogue, { tenant: networkOf(address), ...callerOf(response) })
  const format = eventFormat(request.headers.accept)
  if (!format) {
    const result = await once(order.request)
    return answerJson(response, 200, tellResult(order.language, result), { 'cache-control': 'no-store' })
  }
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
