import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { AxeBuilder } from '@axe-core/playwright'
import type { FrameLocator, Locator, Page } from '@playwright/test'
import { expect, type Playground, test } from './playground.ts'

const panel = (page: Page): Locator => page.getByRole('region', { name: 'Output', exact: true })
const written = (page: Page): Locator => page.getByRole('tree', { name: 'Written by the program' })
const frame = (page: Page): FrameLocator => panel(page).frameLocator('iframe')

/** Has a program write a file, and looks at it. */
async function view(playground: Playground, name: string, content: string): Promise<void> {
  await playground.start(`open(${JSON.stringify(name)}, "w").write(${JSON.stringify(content)})\nprint("end")`)
  await playground.says(/^Finished/)
  await written(playground.page).getByRole('treeitem', { name }).click()
  await expect(panel(playground.page)).toBeVisible()
}

test('a document of a program runs beside the terminal', async ({ playground, page }) => {
  await view(
    playground,
    'page.html',
    '<!doctype html><style>b { color: rgb(200, 0, 0) }</style><p>Hello <b>there</b></p><button onclick="this.textContent = 6 * 7">?</button>',
  )
  await expect(frame(page).locator('b')).toHaveCSS('color', 'rgb(200, 0, 0)')
  await frame(page).getByRole('button').click()
  await expect(frame(page).getByRole('button')).toHaveText('42')
  await panel(page).getByRole('button', { name: 'Load the file again' }).click()
  await expect(frame(page).getByRole('button')).toHaveText('?')
  await panel(page).getByRole('button', { name: 'Close the output' }).click()
  await expect(panel(page)).toBeHidden()
})

test('a drawing is shown as one', async ({ playground, page }) => {
  await view(
    playground,
    'drawing.svg',
    '<?xml version="1.0"?><!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd"><svg xmlns="http://www.w3.org/2000/svg" width="60" height="40"><rect width="60" height="40" fill="rgb(0,128,0)"/></svg>',
  )
  await expect(frame(page).locator('svg rect')).toBeVisible()
  expect(await frame(page).locator('svg').boundingBox()).toMatchObject({ width: 60, height: 40 })
})

test.describe('a hostile document', () => {
  // The browser says in the console what it refuses.
  test.use({ expected: /./ })

  test('reaches neither this page, nor the server, nor anybody else', async ({ playground, page, context }) => {
    const asked: string[] = []
    const elsewhere = createServer((request, response) => {
      asked.push(request.url ?? '')
      response.setHeader('access-control-allow-origin', '*').end('x')
    })
    await new Promise<void>(resolve => elsewhere.listen(0, '127.0.0.1', resolve))
    const there = `http://127.0.0.1:${(elsewhere.address() as AddressInfo).port}`
    const here: string[] = []
    // What was refused is no response.
    page.on('response', response => {
      if (response.frame() !== page.mainFrame()) here.push(new URL(response.url()).pathname)
    })
    await page.exposeFunction('neverCalled', () => {})
    const attack = `<!doctype html>
<link rel="stylesheet" href="${there}/css"><link rel="preconnect" href="${there}"><link rel="dns-prefetch" href="${there}"><link rel="prefetch" href="${there}/prefetch">
<img src="${there}/img"><iframe src="${there}/frame"></iframe><object data="${there}/object"></object><script src="${there}/script"></script>
<form id="f" method="post" action="${there}/form"><input name="a"></form>
<pre id="log"></pre>
<script>
const found = {}
const attempt = async (name, act) => { try { found[name] = String(await act()) } catch (error) { found[name] = 'refused' } }
addEventListener('load', async () => {
  await attempt('parent', () => parent.document.title)
  await attempt('top', () => top.location.href)
  await attempt('cookie', () => document.cookie)
  await attempt('storage', () => localStorage.length)
  await attempt('databases', () => new Promise((done, no) => { const r = indexedDB.open('x'); r.onsuccess = () => done('open'); r.onerror = no }))
  await attempt('server', async () => (await fetch('${playground.url}/healthz')).status)
  await attempt('elsewhere', async () => (await fetch('${there}/fetch')).status)
  await attempt('beacon', () => navigator.sendBeacon('${there}/beacon', 'x') && 'refused')
  await attempt('socket', () => new Promise((done, no) => { const s = new WebSocket('ws' + '${playground.url}/ws'.slice(4)); s.onopen = () => done('open'); s.onerror = no }))
  await attempt('worker', () => navigator.serviceWorker.register('/viewer'))
  await attempt('popup', () => window.open('${there}/popup') ? 'opened' : 'refused')
  await attempt('navigateTop', () => { top.location = '${there}/top' })
  await attempt('form', () => document.getElementById('f').submit())
  await attempt('origin', () => self.origin)
  await attempt('dialog', () => { alert('x'); return 'refused' })
  document.getElementById('log').textContent = JSON.stringify(found)
})
</script>`
    await view(playground, 'attack.html', attack)
    const log = frame(page).locator('#log')
    await expect(log).not.toBeEmpty()
    const found = JSON.parse((await log.textContent()) ?? '') as Record<string, string>
    const refused = ['parent', 'top', 'cookie', 'storage', 'databases', 'server', 'elsewhere', 'socket', 'worker', 'popup']
    expect(Object.fromEntries(refused.map(name => [name, found[name]]))).toEqual(Object.fromEntries(refused.map(name => [name, 'refused'])))
    expect(found.origin).toBe('null')
    // What is refused without a word.
    await page.waitForTimeout(1000)
    expect(new URL(page.url()).origin).toBe(new URL(playground.url).origin)
    expect(context.pages()).toHaveLength(1)
    expect(asked).toEqual([])
    expect(here.filter(path => path !== '/viewer')).toEqual([])

    // The page goes on as if nothing had been.
    await expect(playground.run).toBeEnabled()
    for (const way of [
      '<meta http-equiv="refresh" content="0;url=THERE/meta">',
      '<script>location = "THERE/location"</script>',
      '<a href="THERE/link">x</a><script>document.querySelector("a").click()</script>',
    ]) {
      await view(playground, 'leave.html', way.replace('THERE', there))
      await page.waitForTimeout(700)
    }
    expect(asked).toEqual([])
    elsewhere.close()
    elsewhere.closeAllConnections()
  })

  test('that eats time or memory can be closed', async ({ playground, page }) => {
    await view(playground, 'bomb.html', '<p>tick</p><script>setTimeout(() => { for (;;) {} }, 300)</script>')
    await page.waitForTimeout(1000)
    await panel(page).getByRole('button', { name: 'Close the output' }).click({ timeout: 20_000 })
    await expect(panel(page)).toBeHidden()
    await playground.run.click()
    await playground.says(/^Finished/)
  })
})

test('a table can be read, sorted and paged by keyboard', async ({ playground, page }) => {
  const rows = Array.from({ length: 250 }, (_, at) => `${(at * 7) % 250},"name ${at}, ""quoted"""`)
  await view(playground, 'table.csv', ['number,name', ...rows].join('\n'))
  const table = panel(page).getByRole('table')
  await expect(table.getByRole('row')).toHaveCount(101)
  await expect(table.getByRole('row').nth(1).getByRole('cell').nth(1)).toHaveText('name 0, "quoted"')
  await expect(table.getByRole('row').nth(1).getByRole('cell').first()).toHaveCSS('text-align', 'right')
  await table.getByRole('button', { name: 'number' }).press('Enter')
  await table.getByRole('button', { name: 'number' }).press('Enter')
  await expect(table.getByRole('columnheader', { name: 'number' })).toHaveAttribute('aria-sort', 'descending')
  await expect(table.getByRole('row').nth(1).getByRole('cell').first()).toHaveText('249')
  await panel(page).getByRole('button', { name: 'Next page' }).press('Enter')
  await expect(panel(page).getByText('Rows 101 to 200 of 250')).toBeVisible()
})

test('a table that is too long is cut, and says so', async ({ playground, page }) => {
  await playground.start('open("long.csv", "w").write("a,b\\n" + "1,2\\n" * 6000)')
  await playground.says(/^Finished/)
  await written(page).getByRole('treeitem', { name: 'long.csv' }).click()
  await expect(panel(page).getByText('only the first 5000 are shown')).toBeVisible()
})

for (const colorScheme of ['light', 'dark'] as const) {
  test(`nothing in the ${colorScheme} page with a table is out of anybody's reach`, async ({ playground, page }) => {
    await page.emulateMedia({ colorScheme })
    await view(playground, 'table.csv', 'number,name\n1,one\n2,two\n')
    await expect(panel(page).getByRole('table')).toBeVisible()
    const { violations } = await new AxeBuilder({ page }).analyze()
    expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map(node => node.html).join(' ')}`)).toEqual([])
  })
}
