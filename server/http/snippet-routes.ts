import { AddressRates, networkOf } from '../access/address-rates.ts'
import type { Callers } from '../access/callers.ts'
import { Unsent } from '../access/unsent.ts'
import { AppError } from '../platform/app-error.ts'
import type { Shared } from '../protocol/snippet.ts'
import { SNIPPET_BYTES, SnippetContent, SnippetId } from '../protocol/snippet.ts'
import type { Snippets } from '../snippets/snippets.ts'
import { parse, readJson } from './body.ts'
import { whenClosed } from './closed.ts'
import { Idempotency } from './idempotency.ts'
import { requireOwnPage } from './own-pages.ts'
import { countBytes, countRequest } from './rate-limit.ts'
import type { Exchange, Route } from './router.ts'

/** JSON may write a character in up to twice the bytes that it has in UTF-8. */
const BODY = { bytes: 2 * SNIPPET_BYTES, ms: 20_000 }
/** A class often has one address. */
const SHARING = { name: 'share', burst: 40, perHour: 120 }
const SHARING_BYTES = { name: 'share-bytes', burst: 50 * 1_048_576, perHour: 50 * 1_048_576 }
const READING = { name: 'read', burst: 200, perHour: 36_000 }

export type SnippetRoutesDeps = {
  readonly snippets: Snippets
  readonly callers: Callers
  /** Origins whose pages may share, besides the host's own; `*`: all. */
  readonly origins: readonly string[]
}

/** Sharing, reading and taking back, for pages of this server and for programs. */
export function snippetRoutes({ snippets, callers, origins }: SnippetRoutesDeps): readonly Route[] {
  const sharing = new AddressRates(SHARING)
  const sharingBytes = new AddressRates(SHARING_BYTES)
  const reading = new AddressRates(READING)
  const idempotency = new Idempotency()
  const unsent = new Unsent()
  const path = '/api/v1/snippets'
  return [
    {
      method: 'POST',
      path,
      handle: async exchange => {
        const { request, response } = exchange
        requireOwnPage(request, origins)
        const caller = await callers.of(request)
        countRequest(sharing, caller, response, 'Snippets are shared')
        const content = parse(SnippetContent, await readJson(request, BODY))
        countBytes(sharingBytes, caller, response, 'Snippets are shared', Buffer.byteLength(JSON.stringify(content)))
        await idempotency.answer(exchange, caller.tenant, content, async () => {
          const { created, ...value } = await snippets.share(content)
          const headers = { location: `${path}/${value.id}`, 'cache-control': 'no-store' }
          return { status: created ? 201 : 200, headers, value: value satisfies Shared }
        })
      },
    },
    {
      method: 'GET',
      path: `${path}/:id`,
      handle: async exchange => {
        const { request, response } = exchange
        const closed = whenClosed(response)
        const caller = await callers.of(request)
        countRequest(reading, caller, response, 'Snippets are read')
        await answerSnippet(exchange, snippets, bytes => unsent.add(caller.tenant, bytes, closed))
      },
    },
    {
      method: 'DELETE',
      path: `${path}/:id`,
      handle: async exchange => {
        const { request, response, address } = exchange
        requireOwnPage(request, origins)
        // The key that is shown is the share's.
        countRequest(reading, { tenant: networkOf(address), by: 'address' }, response, 'Shares are taken back')
        const key = /^bearer +([\w-]{1,128})$/i.exec(request.headers.authorization ?? '')?.[1]
        if (key === undefined) {
          response.setHeader('www-authenticate', 'Bearer')
          throw new AppError('no_key', 'Show the key that came with sharing: Authorization: Bearer <deletionKey>.')
        }
        await snippets.remove(snippetId(exchange), key)
        response.writeHead(204).end()
      },
    },
  ]
}

/** What the process of the pages may ask for: a snippet, to put it into a page. */
export function pagesRoutes(snippets: Snippets): readonly Route[] {
  return [
    {
      method: 'GET',
      path: '/snippets/:id',
      handle: exchange => answerSnippet(exchange, snippets),
    },
  ]
}

/** What an id stands for never changes, but it may be gone: whoever has it asks again whether it is still there. */
async function answerSnippet(exchange: Exchange, snippets: Snippets, onSend: (bytes: number) => void = () => {}): Promise<void> {
  const { request, response } = exchange
  const id = snippetId(exchange)
  const etag = `"${id}"`
  const headers = { etag, 'cache-control': 'no-cache' }
  const known = (request.headers['if-none-match'] ?? '').split(',').map(tag => tag.trim().replace(/^W\//, ''))
  if ((known.includes(etag) || known.includes('*')) && (await snippets.isThere(id))) return void response.writeHead(304, headers).end()
  const body = Buffer.from(`${await snippets.readText(id)}\n`)
  onSend(body.length)
  response.writeHead(200, { ...headers, 'content-type': 'application/json', 'content-length': body.length }).end(body)
}

function snippetId({ parameters }: Exchange): SnippetId {
  const parsed = SnippetId.safeParse(parameters.id)
  if (!parsed.success) throw new AppError('not_found', 'There is no such snippet: an id has 12 letters and digits.')
  return parsed.data
}
