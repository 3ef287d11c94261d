import type { IncomingMessage, ServerResponse } from 'node:http'

/** Where documents that programs have written are shown (components/viewer/). */
export const VIEWER_PATH = '/viewer'

/**
 * The page is an empty frame. It takes one document from the page around it and becomes that document, which stays under this page's policy: scripts
 * run, with an origin of their own that is nobody's, and nothing is loaded from anywhere. What the sandbox leaves out (popups, forms, navigating the
 * page around it, downloads) is refused by the browser. Going elsewhere within the frame is refused by the policy of the page around it (frame-src).
 */
const PAGE = `<!doctype html>
<meta charset="utf-8">
<title>Viewer</title>
<script>
addEventListener('message', event => {
  if (event.source !== parent || typeof event.data !== 'string') return
  document.open()
  document.write(event.data)
  document.close()
}, { once: true })
</script>
`

const POLICY = [
  'sandbox allow-scripts',
  `default-src 'none'`,
  `script-src 'unsafe-inline'`,
  `style-src 'unsafe-inline'`,
  'img-src data: blob:',
  'media-src data: blob:',
  'font-src data:',
  `connect-src 'none'`,
  `form-action 'none'`,
  `base-uri 'none'`,
  `frame-ancestors 'self'`,
].join('; ')

export function answerViewer(request: IncomingMessage, response: ServerResponse): void {
  if (request.method !== 'GET' && request.method !== 'HEAD') {
    response.writeHead(405, { allow: 'GET, HEAD', 'content-type': 'text/plain; charset=utf-8' })
    response.end('Method not allowed\n')
    return
  }
  response.writeHead(200, {
    'content-type': 'text/html; charset=utf-8',
    'content-length': Buffer.byteLength(PAGE),
    'content-security-policy': POLICY,
    'x-frame-options': 'SAMEORIGIN',
    // Looking a name up is a message to whoever is asked, and no policy covers it.
    'x-dns-prefetch-control': 'off',
    'referrer-policy': 'no-referrer',
    'permissions-policy':
      'camera=(), microphone=(), geolocation=(), payment=(), usb=(), serial=(), bluetooth=(), midi=(), display-capture=(), fullscreen=(), clipboard-read=(), clipboard-write=()',
    'cache-control': 'no-cache',
  })
  response.end(PAGE)
}
