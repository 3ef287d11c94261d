import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import AxeBuilder from '@axe-core/playwright'
import { expect, type Frame, type Page } from '@playwright/test'
import { test as base, terminalText } from './playground.ts'
import { startServer } from './server.ts'

const TYPES: Record<string, string> = { html: 'text/html; charset=utf-8', css: 'text/css', svg: 'image/svg+xml' }

/** A site of somebody else, at an origin of its own, with a policy that lets in Glovebox's script and frame and nothing else. */
export class Blog implements AsyncDisposable {
  readonly #pages = new Map<string, string>()
  readonly #server = createServer((request, response) => {
    const body = this.#pages.get(request.url ?? '')
    response.writeHead(body === undefined ? 404 : 200, {
      'content-type': TYPES[(request.url ?? '').split('.').at(-1) ?? ''] ?? 'text/plain',
      'content-security-policy': this.policy,
      ...this.headers,
    })
    response.end(body)
  })
  policy = ''
  headers: Record<string, string> = {}

  async listen(): Promise<void> {
    await new Promise<void>(resolve => this.#server.listen(0, '127.0.0.1', resolve))
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}`
  }

  put(path: string, text: string): void {
    this.#pages.set(path, text)
  }

  /** Lets in what a page needs of Glovebox, these things as well, and nothing else. */
  allow(glovebox: string, ...more: string[]): void {
    this.policy = [
      `default-src 'none'`,
      `script-src ${glovebox}`,
      `frame-src ${glovebox}`,
      `base-uri 'none'`,
      `require-trusted-types-for 'script'`,
      ...more,
    ].join('; ')
  }

  /** An article with these examples in it. Gives its path. */
  write(glovebox: string, examples: string): string {
    this.allow(glovebox, `connect-src 'self'`, `style-src 'none'`, 'img-src data:')
    const path = `/article-${this.#pages.size}.html`
    this.put(
      path,
      `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>An article</title><link rel="icon" href="data:,">
<script type="module" src="${glovebox}/glovebox-snippet.js"></script></head>
<body><main><h1>An article</h1>${examples}</main></body></html>`,
    )
    return path
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#server.closeAllConnections()
    await new Promise(resolve => this.#server.close(resolve))
  }
}

/** With a blog that may show examples of the server. */
export const test = base.extend<object, { readonly blog: Blog }>({
  blog: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names of fixtures from here
    async ({}, use) => {
      await using blog = new Blog()
      await blog.listen()
      await use(blog)
    },
    { scope: 'worker' },
  ],
  server: [
    async ({ languages, blog }, use) => {
      await using server = await startServer({ GLOVEBOX_LANGUAGES: languages, GLOVEBOX_EMBED_ORIGINS: blog.url })
      await use(server)
    },
    { scope: 'worker' },
  ],
})

/** The frame of an example on a page, once it is there. */
export async function frameOf(page: Page, nth = 0): Promise<Frame> {
  const element = page.locator('glovebox-snippet').nth(nth).locator('iframe')
  await expect(element).toBeVisible()
  const frame = await (await element.elementHandle())?.contentFrame()
  if (!frame) throw new Error('there is no frame')
  return frame
}

export async function prints(frame: Pick<Page, 'evaluate'>, text: string | RegExp): Promise<void> {
  await expect.poll(() => terminalText(frame)).toMatch(text)
}

/** What axe finds wrong with a page and its frames. */
export async function faults(page: Page) {
  const { violations } = await new AxeBuilder({ page }).analyze()
  return violations.map(({ id, nodes }) => ({ id, where: nodes.map(node => node.html.slice(0, 300)) }))
}

/** Shares a program. Gives its id. */
export async function share(page: Page, url: string, content: string, more: object = {}): Promise<string> {
  const response = await page.request.post(`${url}/api/v1/snippets`, {
    data: {
      profile: 'python',
      title: 'Shared',
      main: 'main.py',
      files: [{ name: 'main.py', content }],
      args: [],
      stdin: null,
      parent: null,
      recording: null,
      ...more,
    },
  })
  return ((await response.json()) as { id: string }).id
}

export const editorOf = (frame: Frame) => frame.getByRole('textbox', { name: 'Code editor' })
