import { AppError } from '../platform/app-error.ts'
import type { SourceFile } from '../protocol/messages.ts'
import type { Exchange } from './router.ts'

/** What a browser may show beside a text. Everything else is a download. */
const SHOWN: Readonly<Record<string, string>> = {
  png: 'image/png',
  jpg: 'image/jpeg',
  jpeg: 'image/jpeg',
  gif: 'image/gif',
  webp: 'image/webp',
  avif: 'image/avif',
  svg: 'image/svg+xml',
  txt: 'text/plain; charset=utf-8',
  csv: 'text/csv; charset=utf-8',
}

/** Also a drawing that is opened by itself runs no script and loads nothing. */
const POLICY = `default-src 'none'; style-src 'unsafe-inline'; sandbox`

/**
 * Answers with a file that an exercise's text shows.
 * @param onSend told how much is on its way; throws where that is too much.
 */
export function answerFile(
  { request, response }: Exchange,
  version: string,
  file: SourceFile | undefined,
  onSend: (bytes: number) => void,
): void {
  if (!file) throw new AppError('not_found', 'This exercise has no such file.')
  const extension = /\.([^./]+)$/.exec(file.name)?.[1]?.toLowerCase() ?? ''
  const type = Object.hasOwn(SHOWN, extension) ? SHOWN[extension] : undefined
  const etag = `"${version}"`
  const headers = { etag, 'cache-control': 'no-cache', 'content-security-policy': POLICY, 'x-content-type-options': 'nosniff' }
  if (request.headers['if-none-match'] === etag) return void response.writeHead(304, headers).end()
  const body = Buffer.from(file.content, file.encoding ?? 'utf8')
  onSend(body.length)
  response
    .writeHead(200, {
      ...headers,
      'content-type': type ?? 'application/octet-stream',
      'content-length': body.length,
      ...(type === undefined ? { 'content-disposition': 'attachment' } : {}),
    })
    .end(body)
}
