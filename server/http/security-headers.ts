import { randomBytes } from 'node:crypto'

/** What a page may load and do (CSP Level 3). Every page gets a nonce of its own. */
export function contentSecurityPolicy(nonce: string, dev: boolean): string {
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
    `frame-ancestors 'none'`,
  ]
  return directives.join('; ')
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
