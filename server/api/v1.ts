import type { z } from 'zod'
import { networkOf } from '../access/address-rates.ts'
import { parse, readJson } from '../http/body.ts'
import { answerJson, toProblem } from '../http/problem.ts'
import { countRequest } from '../http/rate-limit.ts'
import type { Exchange, Route } from '../http/router.ts'
import { AppError } from '../platform/app-error.ts'
import { type ApiProfile, RunBody, type RunResult } from '../protocol/rest.ts'
import { limitsFor } from './asked-limits.ts'
import { findLanguage, type Language } from './catalogue.ts'
import { type ApiDeps, callerOf, RUN_BODY, RUNS } from './edge.ts'
import { EventStream, eventFormat } from './event-stream.ts'
import type { OnceRequest, OnceResult, StageResult } from './once.ts'
import { describeApi } from './openapi.ts'

/** The REST API's own endpoints for running programs. */
export function v1Routes(deps: ApiDeps): readonly Route[] {
  const description = describeApi()
  return [
    { method: 'POST', path: '/api/v1/run', handle: exchange => answerRun(exchange, deps) },
    {
      method: 'GET',
      path: '/api/v1/profiles',
      handle: ({ response }) => answerJson(response, 200, { profiles: deps.catalogue().map(toApiProfile) }),
    },
    { method: 'GET', path: '/api/v1/openapi.json', handle: ({ response }) => answerJson(response, 200, description) },
  ]
}

async function answerRun({ request, response, address }: Exchange, { once, catalogue, rates }: ApiDeps): Promise<void> {
  countRequest(rates, address, response, RUNS)
  const body = parse(RunBody, await readJson(request, RUN_BODY))
  const language = findLanguage(catalogue, body.profile)
  if (!language) throw new AppError('bad_profile', `There is no language ${body.profile} here. GET /api/v1/profiles lists those there are.`)
  const order = toOnce(body, language, networkOf(address), callerOf(response))
  const { profile } = language
  const tell = (result: OnceResult) => ({ profile: profile.id, version: language.version, waitMs: result.waitMs })
  const format = eventFormat(request.headers.accept)
  if (!format) {
    const result = await once(order)
    const { compile, run } = result
    const told: RunResult = { ...tell(result), compile: compile && withOutput(compile), run: run && withOutput(run) }
    return answerJson(response, 200, told, { 'cache-control': 'no-store' })
  }
  const stream = new EventStream(response, format)
  try {
    const result = await once(order, {
      onQueued: position => stream.send({ type: 'queued', position }),
      onStage: stage => stream.send({ type: 'stage', stage }),
      onText: (stage, name, text) => stream.sendOutput({ stage, stream: name, text }),
    })
    const { compile, run } = result
    stream.end({ type: 'result', ...tell(result), compile: compile && toFigures(compile), run: run && toFigures(run) })
  } catch (thrown) {
    if (!stream.begun || !(thrown instanceof AppError)) throw thrown
    stream.end({ type: 'error', problem: toProblem(thrown) })
  }
}

function toOnce(body: z.infer<typeof RunBody>, { profile }: Language, tenant: string, caller: ReturnType<typeof callerOf>): OnceRequest {
  const files = body.files.map(({ name, content, encoding }, index) => {
    if (name === undefined && index > 0) throw new AppError('bad_name', `File ${index + 1} has no name. Only the first one may go without.`)
    return { name: name ?? profile.mainFile, content, ...(encoding ? { encoding } : {}) }
  })
  const { args, stdin } = body
  const main = body.main ?? (files[0]?.name as string)
  return { profile, main, files, args, stdin, limits: limitsFor(profile, body.limits), size: null, overflow: 'drop', tenant, ...caller }
}

function toFigures({ stdout, stderr, all: _, ...report }: StageResult) {
  return { ...report, stdoutBytes: stdout.bytes, stderrBytes: stderr.bytes, truncated: stdout.truncated || stderr.truncated }
}

function withOutput(result: StageResult) {
  return { ...toFigures(result), stdout: result.stdout.text, stderr: result.stderr.text }
}

function toApiProfile({ profile, version, ready, image, libraries }: Language): ApiProfile {
  const { id, title, piston, mainFile, extensions, compile, compileLimits, apiLimits, boxLimits } = profile
  return {
    id,
    title,
    version,
    aliases: [...new Set([piston.language, ...piston.aliases])].filter(name => name !== id),
    mainFile,
    extensions: [...extensions],
    libraries: [...libraries],
    compiles: compile !== null,
    ready,
    image,
    limits: {
      cpuMs: apiLimits.cpuMs,
      wallMs: apiLimits.wallMs,
      compileCpuMs: compile ? compileLimits.cpuMs : null,
      compileWallMs: compile ? compileLimits.wallMs : null,
      memoryBytes: boxLimits.memoryBytes,
      outputBytes: apiLimits.outputBytes,
    },
  }
}
