import { readFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import { createRequire } from 'node:module'
import type { AddressInfo } from 'node:net'
import { expect, type Page, test } from '@playwright/test'
import { serveApi } from '../server/test-api.ts'
import { findPython } from '../server/test-box.ts'

const require = createRequire(import.meta.url)
const WIDGET = require.resolve('@antonz/codapi/dist/snippet.js')
const SETTINGS = require.resolve('@antonz/codapi/dist/settings.js')

/** A page as somebody writes one with codapi's widget, on a site of its own. */
async function servePage(api: () => string): Promise<AsyncDisposable & { readonly url: string }> {
  const scripts = { '/snippet.js': await readFile(WIDGET), '/settings.js': await readFile(SETTINGS) }
  const server = createServer((request, response) => {
    const script = Object.entries(scripts).find(([path]) => path === request.url)?.[1]
    if (script) return void response.writeHead(200, { 'content-type': 'text/javascript' }).end(script)
    response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end(`<!doctype html><title>A page</title>
      <pre>print("Hello, Zoë!")</pre>
      <codapi-snippet id="hello" sandbox="python" editor="basic"></codapi-snippet>
      <pre>print("before")\n1 / 0</pre>
      <codapi-snippet id="fault" sandbox="python"></codapi-snippet>
      <script src="/settings.js"></script><script src="/snippet.js"></script>
      <codapi-settings url="${api()}/v1"></codapi-settings>`)
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    [Symbol.asyncDispose]: async () => {
      server.close()
      server.closeAllConnections()
    },
  }
}

const snippet = (page: Page, id: string) => ({
  run: () => page.locator(`#${id}`).getByRole('button', { name: 'Run' }).click(),
  output: page.locator(`#${id} codapi-output`),
})

test('codapi’s own widget runs code here, from a page of another site', async ({ page }) => {
  const { engine, profile, image } = await findPython()
  let api = ''
  await using site = await servePage(() => api)
  await using server = await serveApi(engine, [{ profile, image }], { apiOrigins: [new URL(site.url).origin] })
  api = server.url
  await page.goto(site.url)
  const hello = snippet(page, 'hello')
  await hello.run()
  await expect(hello.output).toContainText('Hello, Zoë!')
  // Edited, it runs what is there now.
  await page.locator('pre').first().fill('print(6 * 7)')
  await hello.run()
  await expect(hello.output).toContainText('42')
  const fault = snippet(page, 'fault')
  await fault.run()
  await expect(fault.output).toContainText('ZeroDivisionError')
  await expect(fault.output).toContainText('(exit status 1)')
})

test('a page that nobody has allowed runs nothing', async ({ page }) => {
  const { engine, profile, image } = await findPython()
  let api = ''
  await using site = await servePage(() => api)
  await using server = await serveApi(engine, [{ profile, image }])
  api = server.url
  const refused = page.waitForEvent('requestfailed', request => request.url().endsWith('/v1/exec'))
  await page.goto(site.url)
  await snippet(page, 'hello').run()
  await refused
  await expect(page.locator('#hello')).not.toContainText('Hello, Zoë!')
})
