import { join } from 'node:path'
import { snippetPicture } from '../../../../components/snippet/picture.tsx'
import { PictureMaker } from '../../../../components/snippet/picture-maker.ts'
import { findSnippet } from '../snippet-data.ts'

/** A file of its own beside the pages, too (next.config.js). */
const program = join(/* turbopackIgnore: true */ process.cwd(), 'components/snippet/picture-worker.mjs')
const pictures = new PictureMaker({ program, patienceMs: 10_000, waiting: 8, keptBytes: 16 * 1024 * 1024, idleMs: 30_000 })

/** A snippet's picture, for whoever shows a link to it. */
export async function GET(_request: Request, { params }: { readonly params: Promise<{ readonly id: string }> }): Promise<Response> {
  const { id } = await params
  const found = await findSnippet(id)
  if (found.state === 'none') return refusal(404, 'This snippet is not here.')
  if (found.state === 'gone') return refusal(410, found.why)
  const { snippet } = found
  const png = await pictures.make(snippet.id, () => snippetPicture(snippet))
  if (!png) return refusal(503, 'Too many pictures are asked for. Try again in a moment.', { 'retry-after': '5' })
  return new Response(png, {
    headers: {
      'content-type': 'image/png',
      // A snippet never changes, but it can be taken away.
      'cache-control': 'public, max-age=3600',
      // Pages of others show it, where they show a link.
      'cross-origin-resource-policy': 'cross-origin',
    },
  })
}

function refusal(status: number, why: string, headers: Readonly<Record<string, string>> = {}): Response {
  return new Response(`${why}\n`, {
    status,
    headers: { 'content-type': 'text/plain; charset=utf-8', 'cache-control': 'no-store', ...headers },
  })
}
