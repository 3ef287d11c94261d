import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import { openSqlite } from '../server/store/sqlite.ts'
import { expect, test } from './playground.ts'
import { startServer } from './server.ts'
import { download, openShare, seriousFaults, share } from './sharing.ts'

const SLOW = 'import time\nfor n in range(3):\n    print("line", n, flush=True)\n    time.sleep(0.5)\n'
const REPORT = {
  reason: 'exited',
  code: 0,
  signal: null,
  cpuMs: 1,
  wallMs: 1,
  peakBytes: 1,
  outputBytes: 1,
  stage: 'run',
  compileMs: null,
  limit: null,
}

/** Opens the page of a snippet and plays what was recorded. */
async function play(page: Page, address: string): Promise<void> {
  await page.goto(address)
  // Scripts make it: before, nobody hears a click.
  await expect(page.getByRole('button', { name: 'Copy link' })).toBeVisible()
  await page.getByRole('button', { name: 'Play' }).click()
}

test('a recording plays in a terminal: it is moved and made faster, and downloaded', async ({ playground, page }) => {
  await playground.start(SLOW)
  await playground.says(/^Finished/)
  await play(page, await share(page, 'Played'))
  const position = page.getByRole('slider', { name: 'Position' })
  await expect(position).toBeVisible()
  await expect(page.getByRole('button', { name: 'Play', exact: true })).toBeVisible()
  await expect(position).toHaveAttribute('aria-valuetext', /^(\S+) s of \1 s$/)
  await position.focus()
  await page.keyboard.press('Home')
  await expect(position).toHaveAttribute('aria-valuetext', /^0\.0 s of/)
  await page.getByRole('combobox', { name: 'Speed' }).selectOption('5')
  await page.getByRole('button', { name: 'Play', exact: true }).click()
  await expect(position).toHaveAttribute('aria-valuetext', /^(\S+) s of \1 s$/)
  const cast = (await download(page, () => page.getByRole('button', { name: 'Recording' }).click())).toString('utf8').trim().split('\n')
  expect(JSON.parse(cast[0] ?? '')).toMatchObject({ version: 2, title: 'Played' })
  const printed = cast.slice(1).map(line => JSON.parse(line) as [number, string, string])
  expect(printed.map(([, , text]) => text).join('')).toBe('line 0\r\nline 1\r\nline 2\r\n')
  expect(printed.at(-1)?.[0]).toBeGreaterThan(0.5)
})

test('a recording is paused, and goes on from there', async ({ page, server }) => {
  // Longer than anybody is away. Where nothing happens for more than two seconds, a player goes on.
  const events = Array.from({ length: 61 }, (_, n) => [n * 2000, `line ${n}\r\n`])
  const files = [{ name: 'main.py', content: 'print(1)' }]
  const recording = { cols: 40, rows: 10, events, truncated: false, report: REPORT }
  const content = { profile: 'python', title: 'Long', main: 'main.py', files, args: [], stdin: null, parent: null, recording }
  const { path } = (await (await page.request.post(`${server.url}/api/v1/snippets`, { data: content })).json()) as { path: string }
  await play(page, `${server.url}${path}`)
  const position = page.getByRole('slider', { name: 'Position' })
  await page.getByRole('combobox', { name: 'Speed' }).selectOption('0.5')
  await page.getByRole('button', { name: 'Pause' }).click()
  await expect(page.getByRole('button', { name: 'Play', exact: true })).toBeVisible()
  const stands = (await position.getAttribute('aria-valuetext')) ?? ''
  expect(stands).not.toMatch(/^(\S+) s of \1 s$/)
  await page.getByRole('button', { name: 'Play', exact: true }).click()
  await expect(page.getByRole('button', { name: 'Pause' })).toBeVisible()
  await expect(position).not.toHaveAttribute('aria-valuetext', stands)
})

test('a snippet is read without scripts', async ({ playground, page, browser }) => {
  await playground.start('# a comment\nprint("x" * 3)')
  await playground.says(/^Finished/)
  const link = await share(page, 'Read me')
  const context = await browser.newContext({ javaScriptEnabled: false })
  const reader = await context.newPage()
  const response = await reader.goto(link)
  expect(response?.status()).toBe(200)
  await expect(reader.getByRole('heading', { name: 'Read me' })).toBeVisible()
  await expect(reader.locator('.code-comment')).toHaveText('# a comment')
  await expect(reader.locator('.code-string')).toHaveText('"x"')
  await expect(reader.getByText('xxx', { exact: true })).toBeVisible()
  await expect(reader.getByRole('link', { name: 'Edit and run' })).toBeVisible()
  const meta = (name: string) => reader.locator(`meta[property="og:${name}"]`).getAttribute('content')
  expect(await meta('title')).toBe('Read me')
  expect(await meta('description')).toMatch(/^Python \S+ · # a comment print\("x" \* 3\)$/)
  await context.close()
})

test('those who show a link get a picture of the code', async ({ page, server }) => {
  const files = [
    { name: 'main.py', content: 'def greet(name: str) -> None:\n    print(f"Hello, {name}!")  # 🦊 你好\n\n\ngreet("world")\n' },
  ]
  const content = { profile: 'python', title: 'Greetings', main: 'main.py', files, args: [], stdin: null, parent: null, recording: null }
  const { path } = (await (await page.request.post(`${server.url}/api/v1/snippets`, { data: content })).json()) as { path: string }
  await page.goto(`${server.url}${path}`)
  const meta = (name: string) => page.locator(`meta[property="${name}"], meta[name="${name}"]`).getAttribute('content')
  const address = `${server.url}${path}/picture.png`
  expect(await meta('og:image')).toBe(address)
  expect([await meta('og:image:width'), await meta('og:image:height'), await meta('og:image:type')]).toEqual(['1200', '630', 'image/png'])
  expect(await meta('og:image:alt')).toMatch(/^Greetings, the first lines of a program in Python/)
  expect([await meta('twitter:card'), await meta('twitter:image')]).toEqual(['summary_large_image', address])
  const response = await page.request.get(address)
  expect(response.status()).toBe(200)
  expect(response.headers()).toMatchObject({
    'content-type': 'image/png',
    'cache-control': 'public, max-age=3600',
    'cross-origin-resource-policy': 'cross-origin',
    'x-content-type-options': 'nosniff',
  })
  const { width, height, colours } = await page.evaluate(async url => {
    const bitmap = await createImageBitmap(await (await fetch(url)).blob())
    const canvas = new OffscreenCanvas(bitmap.width, bitmap.height).getContext('2d') as OffscreenCanvasRenderingContext2D
    canvas.drawImage(bitmap, 0, 0)
    const pixels = new Uint32Array(canvas.getImageData(0, 0, bitmap.width, bitmap.height).data.buffer)
    return { width: bitmap.width, height: bitmap.height, colours: new Set(pixels).size }
  }, address)
  expect([width, height]).toEqual([1200, 630])
  expect(colours).toBeGreaterThan(50)
  const behindProxy = { 'x-forwarded-host': 'play.example.org', 'x-forwarded-proto': 'https' }
  const outside = await (await page.request.get(`${server.url}${path}`, { headers: behindProxy })).text()
  expect(outside).toContain(`content="https://play.example.org${path}/picture.png"`)
})

test('what a hostile snippet holds stays text', async ({ page, server, context }) => {
  const code = '</pre><script>document.title = "hacked"</script><img src=x onerror="document.title=\'hacked\'">'
  const text =
    '\x1b]0;hacked\x07\x1b]52;c;aGFja2Vk\x07\x1b]8;;https://evil.example/\x07press here\x1b]8;;\x07\x1b[c\x1b[6n\x1bP$qm\x1b\\ done'
  const { path } = (await (
    await page.request.post(`${server.url}/api/v1/snippets`, {
      data: {
        profile: 'python',
        title: '<script>alert(1)</script>',
        main: 'main.py',
        files: [
          { name: 'main.py', content: code },
          { name: '<b>.html', content: code },
        ],
        args: [code],
        stdin: code,
        parent: null,
        recording: { cols: 40, rows: 10, events: [[0, text]], truncated: false, report: REPORT },
      },
    })
  ).json()) as { path: string }
  await context.grantPermissions(['clipboard-read', 'clipboard-write'])
  await page.goto(`${server.url}${path}`)
  await expect(page.getByRole('button', { name: 'Copy link' })).toBeVisible()
  await page.evaluate(() => navigator.clipboard.writeText('mine'))
  for (const name of ['main.py', '<b>.html']) await expect(page.getByRole('region', { name: `Code of ${name}` })).toContainText(code)
  await page.getByRole('button', { name: 'Play' }).click()
  const screen = page.locator('.xterm-screen')
  await expect(screen).toContainText('press here done')
  await screen.click({ position: { x: 20, y: 8 } })
  expect(await page.title()).toBe('<script>alert(1)</script> · Glovebox')
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe('mine')
  expect(context.pages()).toHaveLength(1)
})

test('a snippet can be reported; one that was taken down is answered 410, and says so', async ({ page, complaints }) => {
  const folder = await mkdtemp(join(tmpdir(), 'glovebox-data-'))
  await using _ = { [Symbol.asyncDispose]: () => rm(folder, { recursive: true, force: true }) }
  await using server = await startServer({ GLOVEBOX_DATA_FOLDER: folder, GLOVEBOX_REPORT_TO: 'abuse@example.org' })
  const files = [{ name: 'main.py', content: 'print(1)' }]
  const content = { profile: 'python', title: '', main: 'main.py', files, args: [], stdin: null, parent: null, recording: null }
  const { id } = (await (await page.request.post(`${server.url}/api/v1/snippets`, { data: content })).json()) as { id: string }
  expect((await page.goto(`${server.url}/s/${id}`))?.status()).toBe(200)
  await expect(page.getByRole('link', { name: 'Report this snippet' })).toHaveAttribute('href', /^mailto:abuse@example\.org\?/)
  const picture = () => page.request.get(`${server.url}/s/${id}/picture.png`)
  expect((await picture()).status()).toBe(200)
  await using store = await openSqlite(join(folder, 'glovebox.db'))
  await store.snippets.takeDown(id, 'a test', Date.now())
  expect((await page.goto(`${server.url}/s/${id}`))?.status()).toBe(410)
  expect((await picture()).status()).toBe(410)
  await expect(page.getByRole('heading', { name: 'This snippet was taken down' })).toBeVisible()
  await page.goto(`${server.url}/?snippet=${id}`)
  await expect(page.getByRole('alert').filter({ hasText: 'The snippet cannot be opened. This snippet was taken down' })).toBeVisible()
  await page.goto('about:blank')
  complaints.splice(0, complaints.length, ...complaints.filter(text => !text.includes('410')))
})

for (const colorScheme of ['light', 'dark'] as const) {
  for (const viewport of [
    { width: 1280, height: 800 },
    { width: 390, height: 844 },
  ]) {
    test(`axe finds nothing serious, ${colorScheme}, ${viewport.width} px`, async ({ playground, page }) => {
      await page.emulateMedia({ colorScheme })
      await page.setViewportSize(viewport)
      await playground.start('import sys\nprint("x" * 300)\n# what is to be seen in colour\nclass A:\n    name: str = "a"\n')
      await playground.says(/^Finished/)
      const dialog = await openShare(page)
      expect(await seriousFaults(page)).toEqual([])
      await dialog.getByLabel('Title').fill('Looked at')
      await dialog.getByRole('button', { name: 'Create link' }).click()
      await dialog.getByRole('button', { name: 'QR code' }).click()
      await expect(dialog.getByRole('img', { name: 'QR code of the link' })).toBeVisible()
      expect(await seriousFaults(page)).toEqual([])
      const link = await dialog.getByRole('textbox', { name: 'Link' }).inputValue()
      await dialog.getByRole('button', { name: 'Your snippets' }).click()
      expect(await seriousFaults(page)).toEqual([])
      await page.goto(link)
      await expect(page.getByRole('button', { name: 'Copy link' })).toBeVisible()
      expect(await seriousFaults(page)).toEqual([])
      expect(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(true)
      await page.getByRole('button', { name: 'Play' }).click()
      await expect(page.getByRole('slider', { name: 'Position' })).toBeVisible()
      expect(await seriousFaults(page)).toEqual([])
    })
  }
}

test('a snippet that never was is answered 404', async ({ page, server, complaints }) => {
  for (const id of ['000000000000', 'short', '..%2F..%2Fetc']) {
    expect((await page.request.get(`${server.url}/s/${id}/picture.png`)).status()).toBe(404)
    expect((await page.goto(`${server.url}/s/${id}`))?.status()).toBe(404)
  }
  await expect(page.getByRole('link', { name: 'Go to the playground' })).toBeVisible()
  complaints.splice(0, complaints.length, ...complaints.filter(text => !text.includes('404')))
})
