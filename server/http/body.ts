import type { IncomingMessage } from 'node:http'
import type { ZodType } from 'zod'
import { AppError } from '../platform/app-error.ts'

/** A body above its limit is read on and dropped up to this much more: most clients hear an answer only when they have sent everything. */
const DROPPED_BYTES = 16 * 1024 * 1024

export type BodyLimits = {
  readonly bytes: number
  /** Time for all of it. */
  readonly ms: number
}

/** A request's JSON, not checked any further. Throws an AppError that says what is wrong with it. */
export async function readJson(request: IncomingMessage, limits: BodyLimits): Promise<unknown> {
  const [type = '', ...parameters] = (request.headers['content-type'] ?? '').toLowerCase().split(';')
  const charset = parameters.map(parameter => /^\s*charset\s*=\s*"?([^"\s]+)"?\s*$/.exec(parameter)?.[1]).find(found => found !== undefined)
  if (type.trim() !== 'application/json' || (charset ?? 'utf-8') !== 'utf-8') {
    throw new AppError('bad_type', 'The body must be JSON, with the header Content-Type: application/json.')
  }
  const body = await readBody(request, limits)
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body))
  } catch {
    throw new AppError('bad_message', 'The body is not valid JSON in UTF-8.')
  }
}

/** A request's JSON as its schema has it. Throws an AppError that names the first field which is not. */
export function parse<T>(schema: ZodType<T>, json: unknown): T {
  const parsed = schema.safeParse(json)
  if (parsed.success) return parsed.data
  const issue = parsed.error.issues[0]
  throw new AppError('bad_message', `The body is not valid: ${issue?.path.join('.') || 'all of it'}: ${issue?.message ?? 'unknown'}.`)
}

/** A request's body. Throws an AppError when it is too large, too slow, cut off or encoded. */
export async function readBody(request: IncomingMessage, { bytes, ms }: BodyLimits): Promise<Buffer> {
  if ((request.headers['content-encoding'] ?? 'identity') !== 'identity') {
    throw new AppError('bad_type', 'The body must come as it is, without a Content-Encoding.')
  }
  const tooLarge = new AppError('body_too_large', `The body may have ${bytes} bytes.`)
  const mostBytes = bytes + DROPPED_BYTES
  if (Number(request.headers['content-length'] ?? 0) > mostBytes) throw tooLarge
  const chunks: Buffer[] = []
  let total = 0
  await new Promise<void>((resolve, reject) => {
    const timer = setTimeout(() => settle(new AppError('too_slow', `The body must be sent within ${ms / 1000} seconds.`)), ms)
    const onData = (chunk: Buffer): void => {
      total += chunk.length
      if (total <= bytes) chunks.push(chunk)
      else chunks.length = 0
      if (total > mostBytes) settle(tooLarge)
    }
    const onEnd = (): void => settle(total > bytes ? tooLarge : null)
    const onClose = (): void => settle(new AppError('bad_message', 'The body was cut off.'))
    const settle = (fault: AppError | null): void => {
      clearTimeout(timer)
      request.off('data', onData).off('end', onEnd).off('close', onClose).off('error', onClose).pause()
      if (fault) reject(fault)
      else resolve()
    }
    request.on('data', onData).on('end', onEnd).on('close', onClose).on('error', onClose)
  })
  return Buffer.concat(chunks)
}
