import { createHash } from 'node:crypto'
import { gzipSync } from 'node:zlib'
import { AddressRates } from '../access/address-rates.ts'
import type { Callers } from '../access/callers.ts'
import { isOwnOrigin } from '../access/origin.ts'
import { AppError } from '../platform/app-error.ts'
import { escapeHtml } from '../protocol/escape-html.ts'
import { type Snippet, SnippetId } from '../protocol/snippet.ts'
import type { Snippets } from '../snippets/snippets.ts'
import { answerJson } from './problem.ts'
import { countRequest } from './rate-limit.ts'
import type { Exchange, Route } from './router.ts'

const READING = { name: 'oembed', burst: 200, perHour: 36_000 }
/** The address of a snippet's page, and of its frame, is much shorter. */
const URL_LENGTH = 2048
const WIDTH_PX = 640
const HEIGHT_PX = { least: 160, most: 480 }
/** The frame's head, the room around the code, and a line of it. */
const AROUND_PX = 96
const LINE_PX = 21
/** The tabs of several files. */
const TABS_PX = 41
const SECONDS_KEPT = 3600

export type EmbedRoutesDeps = {
  readonly snippets: Snippets
  readonly callers: Callers
  /** Origins that this server has besides that which it is asked at. */
  readonly origins: readonly string[]
  /** The script of the web component. */
  readonly element: () => Promise<Uint8Array>
}

/** What other sites ask for to show snippets: the web component's script, and how to put a link's snippet into a page (https://oembed.com). */
export function embedRoutes({ snippets, callers, origins, element }: EmbedRoutesDeps): readonly Route[] {
  const reading = new AddressRates(READING)
  let script: Promise<Script> | null = null
  return [
    {
      method: 'GET',
      path: '/glovebox-snippet.js',
      handle: async exchange => {
        script ??= element().then(toScript)
        // One that cannot be read is looked for again.
        script.catch(() => {
          script = null
        })
        answerScript(exchange, await script)
      },
    },
    {
      method: 'GET',
      path: '/oembed',
      handle: async ({ request, response, query }) => {
        countRequest(reading, await callers.of(request), response, 'Links are looked up')
        const format = query.get('format') ?? 'json'
        if (format !== 'json') throw new AppError('not_implemented', 'The format is json.')
        const { origin, id } = ownSnippet(query.get('url') ?? '', request.headers.host, origins)
        const maxWidth = pixels(query, 'maxwidth')
        const maxHeight = pixels(query, 'maxheight')
        answerJson(response, 200, toOembed(await snippets.read(id), origin, maxWidth, maxHeight), {
          'cache-control': `public, max-age=${SECONDS_KEPT}`,
        })
      },
    },
  ]
}

/** The snippet that an address of this server names. */
function ownSnippet(
  address: string,
  host: string | undefined,
  origins: readonly string[],
): { readonly origin: string; readonly id: string } {
  const url = address.length <= URL_LENGTH && URL.canParse(address) ? new URL(address) : null
  const id = SnippetId.safeParse(/^\/(?:s|embed)\/([^/]+)\/?$/.exec(url?.pathname ?? '')?.[1]).data
  if (!url || id === undefined || !isOwnOrigin(url.origin, host, origins))
    throw new AppError('not_found', 'The parameter url must be the address of a snippet of this server, such as https://…/s/<id>.')
  return { origin: url.origin, id }
}

/** How large it may be at most; no bound where that is not said. */
function pixels(query: URLSearchParams, name: string): number {
  const text = query.get(name)
  if (text === null) return Number.POSITIVE_INFINITY
  if (!/^[1-9]\d{0,5}$/.test(text)) throw new AppError('bad_message', `${name} must be a whole number of pixels, from 1 to 999999.`)
  return Number(text)
}

/** The answer of version 1.0, §2.3.4: how to show a snippet. */
function toOembed({ id, title, main, files }: Snippet, origin: string, maxWidth: number, maxHeight: number) {
  const name = title || main
  const lines = files.find(file => file.name === main)?.content.split('\n').length ?? 1
  const width = Math.min(WIDTH_PX, maxWidth)
  const height = Math.min(
    maxHeight,
    HEIGHT_PX.most,
    Math.max(HEIGHT_PX.least, AROUND_PX + (files.length > 1 ? TABS_PX : 0) + lines * LINE_PX),
  )
  const source = `${origin}/embed/${id}`
  return {
    version: '1.0',
    type: 'rich',
    title: name,
    provider_name: 'Glovebox',
    provider_url: origin,
    cache_age: SECONDS_KEPT,
    width,
    height,
    html: `<iframe src="${source}" width="${width}" height="${height}" title="${escapeHtml(name)}" loading="lazy" style="border:0"></iframe>`,
  }
}

type Script = { readonly plain: Uint8Array; readonly packed: Uint8Array; readonly etag: string }

function toScript(plain: Uint8Array): Script {
  return { plain, packed: gzipSync(plain, { level: 9 }), etag: createHash('sha256').update(plain).digest('base64url').slice(0, 16) }
}

/** Any site may load it, isolated ones too: there is nothing in it that is not public. */
function answerScript({ request, response }: Exchange, { plain, packed, etag }: Script): void {
  const zipped = /\bgzip\b/.test(String(request.headers['accept-encoding'] ?? ''))
  const tag = `"${etag}${zipped ? '-gzip' : ''}"`
  const headers = {
    etag: tag,
    vary: 'accept-encoding',
    'cache-control': `public, max-age=${SECONDS_KEPT}, stale-while-revalidate=86400`,
    'access-control-allow-origin': '*',
    'cross-origin-resource-policy': 'cross-origin',
  }
  if (request.headers['if-none-match'] === tag) return void response.writeHead(304, headers).end()
  const body = zipped ? packed : plain
  response.writeHead(200, {
    ...headers,
    'content-type': 'text/javascript; charset=utf-8',
    'content-length': body.length,
    ...(zipped ? { 'content-encoding': 'gzip' } : {}),
  })
  response.end(body)
}
