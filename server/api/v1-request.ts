import type { z } from 'zod'
import type { Caller } from '../access/callers.ts'
import { AppError } from '../platform/app-error.ts'
import type { RunBody } from '../protocol/rest.ts'
import { limitsFor } from './asked-limits.ts'
import { type Catalogue, findLanguage, type Language } from './catalogue.ts'
import type { OnceRequest } from './once.ts'

/** Until when somebody wants the answer. */
type Connection = Pick<OnceRequest, 'signal' | 'delivered'>

type Order = { readonly language: Language; readonly request: OnceRequest }

/** What the REST API's request means. Throws an AppError for what cannot be meant. */
export function readOrder(body: z.infer<typeof RunBody>, catalogue: Catalogue, { tenant, atOnce }: Caller, connection: Connection): Order {
  const language = findLanguage(catalogue, body.profile)
  if (!language) throw new AppError('bad_profile', `There is no language ${body.profile} here. GET /api/v1/profiles lists those there are.`)
  const { profile } = language
  const files = body.files.map(({ name, content, encoding }, index) => {
    if (name === undefined && index > 0) throw new AppError('bad_name', `File ${index + 1} has no name. Only the first one may go without.`)
    return { name: name ?? profile.mainFile, content, ...(encoding ? { encoding } : {}) }
  })
  const { args, stdin } = body
  const main = body.main ?? (files[0]?.name as string)
  return {
    language,
    request: {
      profile,
      main,
      files,
      args,
      stdin,
      limits: limitsFor(profile, body.limits),
      size: null,
      overflow: 'drop',
      tenant,
      atOnce,
      ...connection,
    },
  }
}
