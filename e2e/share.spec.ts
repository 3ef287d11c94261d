import { unzipSync } from 'fflate'
import { expect, Playground, test } from './playground.ts'
import { download, openShare, share } from './sharing.ts'

const SLOW = 'import time\nfor n in range(3):\n    print("line", n, flush=True)\n    time.sleep(0.5)\n'

test('what is shared is opened by somebody else, edited as a fork and shared again, and taken back', async ({
  playground,
  page,
  browser,
  complaints,
}) => {
  await playground.start(SLOW)
  await playground.says(/^Finished/)
  const link = await share(page, 'Counting <slowly> & "well"')
  expect(link).toMatch(/\/s\/[0-9A-Za-z]{12}$/)

  const context = await browser.newContext({ reducedMotion: 'reduce' })
  const other = await context.newPage()
  await other.addInitScript(() => {
    addEventListener('securitypolicyviolation', event => console.error(`policy: ${event.violatedDirective} ${event.blockedURI}`))
  })
  other.on('pageerror', error => complaints.push(String(error)))
  other.on('console', message => {
    if (message.type() === 'error') complaints.push(message.text())
  })
  await other.goto(link)
  await expect(other.getByRole('heading', { name: 'Counting <slowly> & "well"' })).toBeVisible()
  await expect(other.getByText(/^Python 3\.\d+\.\d+$/)).toBeVisible()
  await expect(other.getByRole('region', { name: 'Code of main.py' })).toContainText('for n in range(3):')
  await expect(other.getByText(/^line 0\s+line 1\s+line 2$/)).toBeVisible()
  await expect(other).toHaveTitle('Counting <slowly> & "well" · Glovebox')
  // Only whoever shared it can delete it.
  await expect(other.getByRole('button', { name: 'Copy link' })).toBeVisible()
  await expect(other.getByRole('button', { name: 'Delete' })).toHaveCount(0)

  await other.getByRole('link', { name: 'Edit and run' }).click()
  const fork = new Playground(other, playground.url)
  await fork.ready()
  await expect(other.getByRole('alert').filter({ hasText: 'Your copy of "Counting <slowly> & "well""' })).toBeVisible()
  await fork.run.click()
  await fork.shows('line 2')
  await other.getByLabel('Code editor').first().focus()
  await other.keyboard.press('Control+End')
  await other.keyboard.type('print("and more")')
  // What was edited is there again, and the person's own files are apart from it.
  await expect
    .poll(() => other.evaluate(() => Object.keys(localStorage).filter(name => name.startsWith('glovebox:source:python@')).length))
    .toBe(1)
  await other.reload()
  await fork.ready()
  await fork.run.click()
  await fork.shows('and more')
  await fork.says(/^Finished/)
  expect(await other.evaluate(() => localStorage.getItem('glovebox:source:python'))).toBeNull()

  const second = await share(other, 'Counting further')
  await other.goto(second)
  await expect(other.getByText('and more').first()).toBeVisible()
  await other.getByRole('link', { name: 'Made from another snippet' }).click()
  await expect(other).toHaveURL(link)

  await page.goto(link)
  await page.getByRole('button', { name: 'Delete' }).click()
  await page.getByRole('button', { name: 'Delete for everybody' }).click()
  await expect(page.getByRole('heading', { name: 'This snippet is not here' })).toBeVisible()
  const again = await other.reload()
  expect(again?.status()).toBe(404)
  await context.close()
  complaints.splice(0, complaints.length, ...complaints.filter(text => !text.includes('404')))
})

test('what cannot be shared is said, and nothing is lost', async ({ playground, page, complaints }) => {
  await playground.open('print(1)')
  const dialog = await openShare(page)
  await dialog.getByLabel('Title').fill('Kept title')
  // This request alone: what the editor may still be loading is not the matter here.
  await page.route('**/api/v1/snippets', route => route.abort('internetdisconnected'))
  await dialog.getByRole('button', { name: 'Create link' }).click()
  await expect(dialog.getByRole('alert')).toHaveText('The server cannot be reached right now. Please try again in a moment.')
  await expect(dialog.getByLabel('Title')).toHaveValue('Kept title')
  await page.unroute('**/api/v1/snippets')
  await dialog.getByRole('button', { name: 'Create link' }).click()
  await expect(dialog.getByRole('textbox', { name: 'Link' })).toHaveValue(/\/s\//)
  complaints.splice(0, complaints.length, ...complaints.filter(text => !text.includes('ERR_INTERNET_DISCONNECTED')))
})

test('a private link holds everything, and the server never hears of it', async ({ playground, page, context, browser }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write'])
  await playground.open('print("nobody else reads this")')
  const asked: string[] = []
  page.on('request', request => asked.push(`${request.url()} ${request.postData() ?? ''}`))
  const dialog = await openShare(page)
  await dialog.getByRole('button', { name: 'Copy private link' }).click()
  const copied = () => page.evaluate(() => navigator.clipboard.readText())
  await expect.poll(copied).toContain('/#code=')
  const link = await copied()
  expect(asked.filter(text => text.includes('snippets'))).toEqual([])

  const other = await (await browser.newContext({ reducedMotion: 'reduce' })).newPage()
  await other.goto(link)
  const opened = new Playground(other, playground.url)
  await opened.ready()
  await opened.run.click()
  await opened.shows('nobody else reads this')
  await other.goto(`${link.slice(0, -40)}`)
  await expect(other.getByRole('alert').filter({ hasText: 'The link is not whole' })).toBeVisible()
  await other.context().close()
})

test('copies are made as Markdown and as an archive, and an archive is taken in again', async ({ playground, page, context }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write'])
  await playground.open('print("in an archive")')
  const dialog = await openShare(page)
  await dialog.getByLabel('Title').fill('My Archive')
  await dialog.getByRole('button', { name: 'Copy as Markdown' }).click()
  await expect
    .poll(() => page.evaluate(() => navigator.clipboard.readText()))
    .toBe('**My Archive**\n\n```py\nprint("in an archive")\n```\n')
  const archive = await download(page, () => dialog.getByRole('button', { name: 'Download zip' }).click())
  expect(Object.keys(unzipSync(archive))).toEqual(['main.py'])
  await page.keyboard.press('Escape')
  await expect(dialog).toHaveCount(0)
  await expect(page.getByRole('button', { name: 'Share', exact: true })).toBeFocused()

  await page.evaluate(() => localStorage.setItem('glovebox:source:python', 'print("other")'))
  await page.reload()
  await playground.ready()
  await page.evaluate(
    bytes => {
      const data = new DataTransfer()
      data.items.add(new File([new Uint8Array(bytes)], 'my-archive.zip'))
      for (const type of ['dragenter', 'drop']) document.body.dispatchEvent(new DragEvent(type, { dataTransfer: data, bubbles: true }))
    },
    [...archive],
  )
  await expect(page.getByRole('alert').filter({ hasText: '"main.py" was replaced.' })).toBeVisible()
  await playground.run.click()
  await playground.shows('in an archive')
})

test('one’s own snippets are found, and deleted', async ({ playground, page }) => {
  await playground.open('print("first of mine")')
  await share(page, 'First of mine')
  await page.keyboard.press('Escape')
  await share(page, 'Second of mine')
  const dialog = page.getByRole('dialog')
  await dialog.getByRole('button', { name: 'Your snippets' }).click()
  await expect(dialog.getByRole('listitem')).toHaveCount(2)
  await dialog.getByRole('searchbox', { name: 'Search your snippets' }).fill('python first')
  await expect(dialog.getByRole('status')).toHaveText('1 of 2')
  await dialog.getByRole('button', { name: 'Delete First of mine' }).click()
  await expect(dialog.getByRole('button', { name: 'Keep' })).toBeFocused()
  await dialog.getByRole('button', { name: 'Delete', exact: true }).click()
  await dialog.getByRole('searchbox').fill('')
  await expect(dialog.getByRole('listitem')).toHaveCount(1)
  await dialog.getByRole('link', { name: /Second of mine/ }).click()
  await expect(page.getByRole('heading', { name: 'Second of mine' })).toBeVisible()
})

test('sharing needs no pointer', async ({ playground, page }) => {
  await playground.open('print(1)')
  await page.getByRole('button', { name: 'Share', exact: true }).focus()
  await page.keyboard.press('Enter')
  await expect(page.getByLabel('Title')).toBeFocused()
  await page.keyboard.type('By keyboard')
  await page.keyboard.press('Enter')
  const link = page.getByRole('textbox', { name: 'Link' })
  await expect(link).toBeFocused()
  expect(await page.evaluate(() => getSelection()?.toString())).toBe(await link.inputValue())
  await page.keyboard.press('Escape')
  await expect(page.getByRole('button', { name: 'Share', exact: true })).toBeFocused()
})

test('links are copied where the page came over plain HTTP, too', async ({ playground, page }) => {
  await page.addInitScript(() => Object.defineProperty(navigator, 'clipboard', { value: undefined }))
  await playground.open('print(1)')
  const link = await share(page, 'Over HTTP')
  const dialog = page.getByRole('dialog', { name: 'Share' })
  await dialog.getByRole('button', { name: 'Copy link' }).click()
  await expect(dialog.getByRole('button', { name: 'Copied' })).toBeFocused()
  await dialog.getByLabel('Title').fill('')
  await page.keyboard.press('Control+V')
  await expect(dialog.getByLabel('Title')).toHaveValue(link)
})
