import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import type { Locator, Page } from '@playwright/test'
import { FrameMessage } from '../components/embed/messages.ts'
import { editorOf, faults, frameOf, prints, share, test } from './blog.ts'
import { expect, terminalText } from './playground.ts'

const HELLO = '<glovebox-snippet language="python" label="Hello"><pre><code>print("hello from a blog")</code></pre></glovebox-snippet>'

/** What was asked of servers. */
function asked(page: Page): string[] {
  const urls: string[] = []
  page.on('request', request => urls.push(new URL(request.url()).pathname))
  page.on('websocket', socket => urls.push(new URL(socket.url()).pathname))
  return urls
}

test('the script is small', async () => {
  const script = await readFile(join(import.meta.dirname, '../dist/glovebox-snippet.js'))
  expect(gzipSync(script, { level: 9 }).length).toBeLessThan(10 * 1024)
})

test('a code block runs, is edited and runs again, on a page of another site with a strict policy', async ({ page, blog, server }) => {
  const urls = asked(page)
  await page.goto(`${blog.url}${blog.write(server.url, HELLO)}`)
  const example = page.locator('glovebox-snippet')
  await expect(example.getByRole('button', { name: 'Run' })).toBeVisible()
  await expect(example.getByText('print("hello from a blog")')).toBeVisible()
  expect(await faults(page)).toEqual([])
  // Nothing but the page and the script, until somebody asks.
  expect(urls.filter(path => !path.startsWith('/article-'))).toEqual(['/glovebox-snippet.js'])

  await example.getByRole('button', { name: 'Run' }).click()
  const frame = await frameOf(page)
  await prints(frame, /^hello from a blog$/)
  await expect(frame.getByRole('status')).toHaveText(/^Finished/)
  await expect(example.getByRole('button', { name: 'Run' })).toHaveCount(0)
  // The light editor, and never the large one.
  expect(urls.some(path => path.includes('monaco'))).toBe(false)

  await editorOf(frame).click()
  await page.keyboard.press('Control+End')
  await page.keyboard.type('\nprint(6 * 7)')
  await page.keyboard.press('Control+Enter')
  await prints(frame, /^hello from a blog\n42$/)
  await expect(frame.getByRole('status')).toHaveText(/^Finished/)

  await frame.getByRole('button', { name: 'Reset' }).click()
  await expect(editorOf(frame)).toHaveText('print("hello from a blog")')
  // A frame keeps nothing in the browser of whoever reads.
  expect(await frame.evaluate(() => [localStorage.length, sessionStorage.length, document.cookie])).toEqual([0, 0, ''])
})

test('an answer is typed at once, and the frame needs no pointer', async ({ page, blog, server }) => {
  const code = '<glovebox-snippet language="py"><pre><code>name = input("Who? ")\nprint("Hello,", name)</code></pre></glovebox-snippet>'
  await page.goto(`${blog.url}${blog.write(server.url, `${code}<a href="#after">After</a>`)}`)
  await page.keyboard.press('Tab')
  await expect(page.getByRole('button', { name: 'Edit' })).toBeFocused()
  await page.keyboard.press('Tab')
  await page.keyboard.press('Enter')
  const frame = await frameOf(page)
  await prints(frame, /Who\?/)
  await page.keyboard.type('Ada\n')
  await prints(frame, /Hello, Ada/)
  await expect(frame.getByRole('status')).toHaveText(/^Finished/)
  // Once nothing runs, Tab leaves the terminal, and the frame.
  await page.keyboard.press('Tab')
  await expect(page.getByRole('link', { name: 'After' })).toBeFocused()
  await page.keyboard.press('Shift+Tab')
  await page.keyboard.press('Shift+Tab')
  await expect(editorOf(frame)).toBeFocused()
  // After Escape, the editor gives the next Tab away, for two seconds.
  await expect(async () => {
    await editorOf(frame).focus()
    await page.keyboard.press('Escape')
    await page.keyboard.press('Shift+Tab')
    await expect(frame.getByRole('button', { name: 'Run' })).toBeFocused({ timeout: 1000 })
  }).toPass()
})

test('parts that are not shown are run, and lines are counted with them', async ({ page, blog, server }) => {
  const examples = `<glovebox-snippet>
    <template slot="setup">
      import math
      radius = 2
    </template>
    <pre><code class="language-python">area = math.pi * radius ** 2
area + "?"</code></pre>
    <template slot="teardown">print("never seen")</template>
  </glovebox-snippet>`
  await page.goto(`${blog.url}${blog.write(server.url, examples)}`)
  await page.getByText('area = math.pi').click()
  const frame = await frameOf(page)
  await expect(editorOf(frame)).toBeFocused()
  await expect(frame.getByText('radius = 2')).toHaveCount(0)
  await frame.getByRole('button', { name: 'Run' }).click()
  await prints(frame, /line 4, in <module>\s+area \+ "\?"/)
  expect(await terminalText(frame)).not.toContain('never seen')
  await expect(frame.locator('.cm-lineNumbers .cm-gutterElement').filter({ hasText: '4' })).toBeVisible()
})

test('several examples have a box each, take files, and one that is read only stays as it is', async ({ page, blog, server }) => {
  blog.put('/data/cities.csv', 'Oslo\nVienna\n')
  const examples = `
  <glovebox-snippet language="python"><pre><code>open("mark", "w"); print("first")</code></pre></glovebox-snippet>
  <glovebox-snippet language="python" readonly files="/data/cities.csv helper.py=#helper"><pre><code>import os, helper
print("mark" in os.listdir(), helper.cities())</code></pre></glovebox-snippet>
  <template id="helper">
    def cities():
        return open("cities.csv").read().split()
  </template>
  <glovebox-snippet snippet="${await share(page, server.url, 'print("from a snippet")')}" height="300"></glovebox-snippet>`
  await page.goto(`${blog.url}${blog.write(server.url, examples)}`)
  const each = page.locator('glovebox-snippet')
  await each.nth(0).getByRole('button', { name: 'Run' }).click()
  await prints(await frameOf(page, 0), /^first$/)
  await expect(each.nth(1).getByRole('button', { name: 'Edit' })).toHaveCount(0)
  await each.nth(1).getByRole('button', { name: 'Run' }).click()
  const second = await frameOf(page, 1)
  await prints(second, /^False \['Oslo', 'Vienna'\]$/)
  await second.getByText('import os, helper').click()
  await page.keyboard.type('broken')
  await expect(second.getByText('broken')).toHaveCount(0)
  await each.nth(2).getByRole('button', { name: 'Load and run' }).click()
  const third = await frameOf(page, 2)
  await prints(third, /^from a snippet$/)
  expect((await each.nth(2).locator('iframe').boundingBox())?.height).toBe(300)
  await expect(third.getByRole('link', { name: /Open in Glovebox/ })).toHaveAttribute('href', /^\/\?snippet=/)
  // The first one is still there, with its own.
  expect(await terminalText(await frameOf(page, 0))).toBe('first')
})

test('a site that is not allowed gets no frame, and its readers are told', async ({ page, blog, server, complaints }) => {
  await page.goto(`http://localhost:${blog.port}${blog.write(server.url, HELLO)}`)
  await page.getByRole('button', { name: 'Run' }).click()
  await expect(page.getByRole('alert')).toHaveText(
    /^The example cannot be loaded\. Perhaps 127\.0\.0\.1:\d+ does not let this site show it\.$/,
  )
  await expect(page.getByText('print("hello from a blog")')).toBeVisible()
  await expect(page.getByRole('button', { name: 'Run' })).toBeFocused()
  const refused = complaints.splice(0)
  expect(refused).toEqual([expect.stringContaining(`frame-ancestors 'self' ${blog.url}`)])
})

test('an example of somebody else names no server, and is handed nothing', async ({ page, blog, server }) => {
  blog.put('/api/me.txt', 'secret')
  const asks = asked(page)
  const evil = HELLO.replace('language', `autorun server="http://localhost:${blog.port}" files="/api/me.txt" language`)
  await page.goto(`${blog.url}${blog.write(server.url, evil)}`)
  await expect(page.getByRole('alert')).toContainText('its script does not name that in data-servers')
  await expect(page.getByText('print("hello from a blog")')).toBeVisible()
  await expect(page.locator('iframe')).toHaveCount(0)
  expect(asks).not.toContain('/api/me.txt')
})

test('a frame of a snippet is read without scripts, and loads nothing before it is asked', async ({ page, blog, server, browser }) => {
  const id = await share(page, server.url, '# a comment\nprint("x" * 3)\n')
  const context = await browser.newContext({ javaScriptEnabled: false })
  const reader = await context.newPage()
  await reader.goto(`${server.url}/embed/${id}`)
  await expect(reader.locator('.code-comment')).toHaveText('# a comment')
  await context.close()

  const urls = asked(page)
  const path = blog.write(
    server.url,
    `<iframe src="${server.url}/embed/${id}?theme=dark" title="Example" width="600" height="320"></iframe>`,
  )
  await page.goto(`${blog.url}${path}`)
  const frame = page.frame({ url: /\/embed\// })
  if (!frame) throw new Error('there is no frame')
  await expect(frame.getByRole('button', { name: 'Run' })).toBeEnabled()
  await page.waitForLoadState('networkidle')
  const scripts = await frame.evaluate(() => performance.getEntriesByType('resource').map(({ name }) => name))
  const before = scripts.length
  expect(await frame.locator('.cm-editor, .xterm').count()).toBe(0)
  expect(urls).not.toContain('/ws')
  expect(await faults(page)).toEqual([])
  await frame.getByText('print').click()
  await expect(editorOf(frame)).toBeFocused()
  expect(urls).not.toContain('/ws')
  await page.keyboard.press('Control+Enter')
  await prints(frame, /^xxx$/)
  expect(urls).toContain('/ws')
  expect(await frame.evaluate(() => performance.getEntriesByType('resource').length)).toBeGreaterThan(before)
  expect(await faults(page)).toEqual([])
})

test('pages talk with a frame by messages', async ({ page, blog, server }) => {
  const path = blog.write(server.url, `<iframe src="${server.url}/embed" title="Example" width="600" height="320"></iframe>`)
  await page.addInitScript(() => {
    const heard: unknown[] = []
    Object.assign(window, { heard })
    addEventListener('message', ({ data }) => heard.push(data))
  })
  await page.goto(`${blog.url}${path}`)
  const heard = async () => {
    const messages = await page.evaluate(() => (window as unknown as { heard: unknown[] }).heard)
    return messages.map(message => FrameMessage.parse(message))
  }
  const types = async () => (await heard()).map(({ type }) => type)
  const say = (message: object) =>
    page.evaluate(
      ([message, origin]) => document.querySelector('iframe')?.contentWindow?.postMessage({ glovebox: 1, ...message }, origin),
      [message, server.url] as const,
    )
  await expect.poll(types).toEqual(['ready'])
  await say({ type: 'load', language: 'python', code: 'print(input(), n)', setup: 'n = 7', stdin: 'typed\n', args: [] })
  await expect.poll(types).toContain('loaded')
  await say({ type: 'run' })
  await expect.poll(types).toContain('exited')
  expect(await types()).toEqual(expect.arrayContaining(['started', 'height']))
  expect((await heard()).find(({ type }) => type === 'exited')).toMatchObject({
    report: { reason: 'exited', code: 0 },
    output: 'typed 7\r\n',
    truncated: false,
  })
  const refusals = async () => (await heard()).flatMap(message => (message.type === 'refused' ? [message.message] : []))
  await say({ type: 'load', language: 'cobol', code: 'x' })
  await say({ type: 'run' })
  await say({ type: 'fly' })
  const refused = [expect.stringContaining('"cobol", which this server does not offer'), expect.stringContaining('version 1')]
  await expect.poll(refusals).toHaveLength(2)
  expect(await refusals()).toEqual(expect.arrayContaining(refused))
  await say({ type: 'load', language: 'python', code: 'while True: pass' })
  await say({ type: 'run' })
  await expect.poll(async () => (await types()).filter(type => type === 'started').length).toBe(2)
  await say({ type: 'stop' })
  await expect
    .poll(async () => (await heard()).filter(({ type }) => type === 'exited').at(-1))
    .toMatchObject({ report: { reason: 'stopped' } })
  const frame = page.frame({ url: /\/embed/ })
  await say({ type: 'setTheme', theme: 'light' })
  await expect(frame?.locator('html') ?? page.locator('none')).toHaveClass(/light/)
})

test('an example that runs by itself does so when it is seen, and leaves the focus where it is', async ({ page, blog, server }) => {
  const far = `<p id="far"><input aria-label="Name"></p>${'<p>A long text.</p>'.repeat(200)}`
  await page.goto(`${blog.url}${blog.write(server.url, `${far}${HELLO.replace('language', 'autorun language')}`)}`)
  await page.getByLabel('Name').focus()
  await page.waitForLoadState('networkidle')
  await expect(page.locator('iframe')).toHaveCount(0)
  await page.locator('glovebox-snippet').scrollIntoViewIfNeeded()
  await prints(await frameOf(page), /^hello from a blog$/)
  await expect(page.getByLabel('Name')).toBeFocused()
})

test('an isolated page shows examples, too', async ({ page, blog, server }) => {
  blog.headers = { 'cross-origin-embedder-policy': 'require-corp', 'cross-origin-opener-policy': 'same-origin' }
  try {
    await page.goto(`${blog.url}${blog.write(server.url, HELLO)}`)
    expect(await page.evaluate(() => crossOriginIsolated)).toBe(true)
    await page.getByRole('button', { name: 'Run' }).click()
    await prints(await frameOf(page), /^hello from a blog$/)
  } finally {
    blog.headers = {}
  }
})

test('on a phone the frame is as high as its lines, those that are broken too, and each has its number beside it', async ({
  page,
  blog,
  server,
}) => {
  await page.setViewportSize({ width: 390, height: 800 })
  const code = 'text = "a line that is longer than a phone is wide, by far and without doubt"\nprint(text)'
  await page.goto(
    `${blog.url}${blog.write(server.url, `<glovebox-snippet language="python"><pre><code>${code}</code></pre></glovebox-snippet>`)}`,
  )
  await page.getByRole('button', { name: 'Edit' }).click()
  const frame = await frameOf(page)
  const top = async (locator: Locator) => Math.round((await locator.boundingBox())?.y ?? -1)
  const second = frame.locator('.cm-line').nth(1)
  await expect
    .poll(async () => (await top(second)) - (await top(frame.locator('.cm-lineNumbers .cm-gutterElement').filter({ hasText: '2' }))))
    .toBe(0)
  await expect.poll(() => frame.locator('.cm-scroller').evaluate(place => place.scrollHeight - place.clientHeight)).toBe(0)
})

test('edited code goes on in the playground', async ({ page, blog, server, context }) => {
  await page.goto(`${blog.url}${blog.write(server.url, HELLO)}`)
  await page.getByRole('button', { name: 'Edit' }).click()
  const frame = await frameOf(page)
  await expect(editorOf(frame)).toBeFocused()
  await page.keyboard.press('Control+End')
  await page.keyboard.type(' # and more')
  await expect(editorOf(frame)).toContainText('# and more')
  const [other] = await Promise.all([
    context.waitForEvent('page'),
    frame.getByRole('link', { name: 'Open in Glovebox, in another tab' }).click(),
  ])
  await expect(other.getByText('# and more')).toBeVisible()
})

test('the demo page runs all that it shows', async ({ page, server }) => {
  await page.goto(`${server.url}/demo-embed.html`)
  expect(await faults(page)).toEqual([])
  const each = page.locator('glovebox-snippet')
  await each.nth(0).getByRole('button', { name: 'Run' }).click()
  await prints(await frameOf(page, 0), /5 squared is 25/)
  await each.nth(2).getByRole('button', { name: 'Run' }).click()
  await prints(await frameOf(page, 2), /AssertionError: the longest word is not 'sealed'/)
  await each.nth(3).getByRole('button', { name: 'Run' }).click()
  await prints(await frameOf(page, 3), /Vienna\s+2,005,760/)
  await each.nth(4).getByRole('button', { name: 'Run' }).click()
  const dark = await frameOf(page, 4)
  await prints(dark, /★ ★ ★ ★ ★/)
  await expect(dark.locator('html')).toHaveClass(/dark/)
})

test('the demo page runs on another site, too, with a strict policy', async ({ page, blog, server }) => {
  for (const name of ['demo-embed.html', 'demo-embed.css', 'icon.svg']) {
    const text = await readFile(join(import.meta.dirname, '../public', name), 'utf8')
    // The one line that the site changes.
    blog.put(`/${name}`, text.replace('src="/glovebox-snippet.js"', `src="${server.url}/glovebox-snippet.js"`))
  }
  blog.allow(server.url, `style-src 'self'`, `img-src 'self'`, `form-action 'none'`, `frame-ancestors 'none'`)
  await page.goto(`${blog.url}/demo-embed.html`)
  await page.locator('glovebox-snippet').first().getByRole('button', { name: 'Run' }).click()
  const frame = await frameOf(page)
  await prints(frame, /5 squared is 25/)
  await expect(frame.getByRole('status')).toHaveText(/^Finished/)
  expect(new URL(frame.url()).origin).toBe(server.url)
})

test('the page of a snippet says how others show it', async ({ page, server }) => {
  const id = await share(page, server.url, 'print(1)')
  await page.goto(`${server.url}/s/${id}`)
  const link = await page.locator('link[type="application/json+oembed"]').getAttribute('href')
  const answer = (await (await page.request.get(link ?? '')).json()) as { html: string; title: string }
  expect(answer).toMatchObject({ title: 'Shared', html: expect.stringContaining(`src="${server.url}/embed/${id}"`) })
})
