import { test as base, expect, type Locator, type Page } from '@playwright/test'
import { type RunningServer, startServer } from './server.ts'

/** Text of the terminal of a page or a frame. */
export function terminalText(page: Pick<Page, 'evaluate'>): Promise<string> {
  return page.evaluate(() => {
    const buffer = globalThis.gloveboxTerminal?.buffer.active
    // The page is being loaded.
    if (!buffer) return ''
    const lines: string[] = []
    for (let y = 0; y < buffer.length; y++) {
      const line = buffer.getLine(y)
      if (line?.isWrapped) lines[lines.length - 1] += line.translateToString(true)
      else lines.push(line?.translateToString(true) ?? '')
    }
    return lines.join('\n').trimEnd()
  })
}

/** What people do with the page, in their words. */
export class Playground {
  readonly page: Page
  readonly url: string
  readonly status: Locator
  readonly run: Locator
  readonly stop: Locator

  constructor(page: Page, url: string) {
    this.page = page
    this.url = url
    this.status = page.getByRole('status')
    this.run = page.getByRole('button', { name: 'Run', exact: true })
    this.stop = page.getByRole('button', { name: 'Stop', exact: true })
  }

  /** Opens the page; with a program, as it would be after that was typed and the page reloaded. */
  async open(program?: string): Promise<void> {
    if (program !== undefined) {
      // An empty page of the same origin has its storage, and costs nothing: the page itself would be loaded twice.
      await this.page.route(
        `${this.url}/empty`,
        route => route.fulfill({ contentType: 'text/html', body: '<link rel="icon" href="data:,">' }),
        { times: 1 },
      )
      await this.page.goto(`${this.url}/empty`)
      await this.page.evaluate(text => localStorage.setItem('glovebox:source:python', text), program)
    }
    await this.page.goto(this.url)
    await this.ready()
  }

  async ready(): Promise<void> {
    await expect(this.run).toBeEnabled()
    await expect(this.page.getByLabel('Code editor').first()).toBeAttached()
    await this.page.waitForFunction(() => globalThis.gloveboxTerminal !== undefined)
    await expect(this.status).toHaveAttribute('data-phase', /none|running|finished/)
  }

  /** Opens the page with a program and runs it. */
  async start(program: string): Promise<void> {
    await this.open(program)
    await this.run.click()
  }

  /** Text of the terminal, scrolled-away lines included, without the spaces at line ends. */
  text(): Promise<string> {
    return terminalText(this.page)
  }

  async shows(text: string | RegExp): Promise<void> {
    await expect.poll(() => this.text()).toMatch(typeof text === 'string' ? new RegExp(text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')) : text)
  }

  async says(words: string | RegExp): Promise<void> {
    await expect(this.status).toHaveText(words)
  }

  /** Types into the terminal, where the focus is after Run. */
  async type(text: string): Promise<void> {
    await this.page.keyboard.type(text)
  }

  async press(key: string): Promise<void> {
    await this.page.keyboard.press(key)
  }
}

type Fixtures = {
  readonly playground: Playground
  readonly complaints: string[]
  /** Complaints that a test brings about on purpose. */
  readonly expected: RegExp | undefined
}
type WorkerFixtures = {
  /** What the server offers, as GLOVEBOX_LANGUAGES has it. */
  readonly languages: string
  readonly server: RunningServer
}

export const test = base.extend<Fixtures, WorkerFixtures>({
  languages: ['python', { option: true, scope: 'worker' }],
  server: [
    async ({ languages }, use) => {
      await using server = await startServer({ GLOVEBOX_LANGUAGES: languages })
      await use(server)
    },
    { scope: 'worker' },
  ],
  expected: [undefined, { option: true }],
  /** What the browser complained about: violations of the page's policy, uncaught errors, errors in the console. Each test fails on any. */
  complaints: [
    async ({ page, expected }, use) => {
      const complaints: string[] = []
      page.on('pageerror', error => complaints.push(String(error)))
      page.on('console', message => {
        if (message.type() === 'error') complaints.push(message.text())
      })
      await page.addInitScript(() => {
        addEventListener('securitypolicyviolation', event => console.error(`policy: ${event.violatedDirective} ${event.blockedURI}`))
      })
      await use(complaints)
      expect(complaints.filter(text => !expected?.test(text))).toEqual([])
    },
    { auto: true },
  ],
  playground: async ({ page, server }, use) => {
    await use(new Playground(page, server.url))
  },
})

export { expect }
