import { randomBytes } from 'node:crypto'

/**
 * What a page may load and do (CSP Level 3). Every page gets a nonce of its own.
 * @param frames the directive that says who may show it in a frame; empty: everybody.
 */
export function contentSecurityPolicy(nonce: string, dev: boolean, frames = `frame-ancestors 'none'`): string {
  const directives = [
    `default-src 'self'`,
    // WebAssembly is for the terminal's image decoder. React's development build needs eval.
    `script-src 'self' 'nonce-${nonce}' 'strict-dynamic' 'wasm-unsafe-eval'${dev ? ` 'unsafe-eval'` : ''}`,
    // The editor and the terminal set style attributes; style elements carry the nonce. The development overlay's do not.
    dev ? `style-src-elem 'self' 'unsafe-inline'` : `style-src-elem 'self' 'nonce-${nonce}'`,
    `style-src-attr 'unsafe-inline'`,
    `img-src 'self' data: blob:`,
    `font-src 'self'`,
    `connect-src 'self'`,
    `worker-src 'self'`,
    // Documents of programs are shown in a frame (viewer-page.ts). This holds for wherever they try to send that frame, too.
    `frame-src 'self'`,
    `object-src 'none'`,
    `base-uri 'self'`,
    `form-action 'self'`,
    ...(frames === '' ? [] : [frames]),
  ]
  return directives.join('; ')
}

/** For the pages of public/, which need nothing but what lies beside them. Examples are shown in frames. */
export const STATIC_PAGE_POLICY = [
  `default-src 'none'`,
  `script-src 'self'`,
  `style-src 'self'`,
  `img-src 'self'`,
  `frame-src 'self'`,
  `connect-src 'self'`,
  `base-uri 'none'`,
  `form-action 'none'`,
  `frame-ancestors 'none'`,
  `require-trusted-types-for 'script'`,
].join('; ')

/** Who may show an example in a frame: pages of this server, and of the origins that are allowed, or everybody (`*`), also a file that is opened. */
export function frameAncestors(origins: readonly string[]): string {
  return origins.includes('*') ? '' : ['frame-ancestors', `'self'`, ...origins].join(' ')
}

/** For an example, which lives in the pages of others, also in those that are isolated (COEP). These take the place of what all answers have. */
export const FRAME_HEADERS: Readonly<Record<string, string>> = {
  'cross-origin-resource-policy': 'cross-origin',
  'cross-origin-embedder-policy': 'require-corp',
}

export function createNonce(): string {
  return randomBytes(16).toString('base64')
}

/** For every answer, whatever made it. */
export const SECURITY_HEADERS: Readonly<Record<string, string>> = {
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'same-origin',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'permissions-policy': 'camera=(), microphone=(), geolocation=(), payment=(), usb=()',
  'x-frame-options': 'DENY',
}
