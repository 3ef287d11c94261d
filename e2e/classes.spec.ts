import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser, BrowserContext, Locator, Page } from '@playwright/test'
import { test as base, expect } from './playground.ts'
import { type RunningServer, startServer } from './server.ts'
import { download, seriousFaults } from './sharing.ts'

const EXERCISES = join(import.meta.dirname, 'exercise-folder')
const SOLUTION = 'print("Hello, " + input().strip() + "!")'

const test = base.extend<object, { readonly server: RunningServer }>({
  server: [
    async ({ languages }, use) => {
      await using server = await startServer({ GLOVEBOX_LANGUAGES: languages, GLOVEBOX_EXERCISES_FOLDER: EXERCISES })
      await use(server)
    },
    { scope: 'worker' },
  ],
})

/** Makes a class that is to solve everything. Gives its code. */
async function makeClass(page: Page, url: string, title: string): Promise<string> {
  await page.goto(`${url}/classes`)
  await page.getByLabel('A new class').fill(title)
  await page.getByRole('button', { name: 'Make the class' }).click()
  await expect(page.getByRole('heading', { name: title })).toBeVisible()
  await page.getByRole('button', { name: 'Choose exercises' }).first().click()
  const dialog = page.getByRole('dialog', { name: 'Choose exercises' })
  await dialog.getByRole('checkbox', { name: 'First steps' }).check()
  await expect(dialog.getByRole('checkbox', { name: 'The mean' })).toBeChecked()
  await dialog.getByRole('button', { name: 'Save' }).click()
  await expect(dialog).toBeHidden()
  return (await page.getByTestId('class-code').textContent()) ?? ''
}

type Student = { readonly page: Page; readonly context: BrowserContext }

/** Somebody else's browser. */
async function student(browser: Browser, url: string, code: string, name: string): Promise<Student> {
  const context = await browser.newContext()
  const page = await context.newPage()
  await page.goto(`${url}/join/${code}`)
  await expect(page.getByLabel('Code')).toHaveValue(code)
  await page.getByLabel('Your name').fill(name)
  await page.getByRole('button', { name: 'Join', exact: true }).click()
  await expect(page.getByText(`${name}, in the class`)).toBeVisible()
  await expect(page.getByRole('region', { name: /^To solve in / }).getByRole('link', { name: /A greeting/ })).toBeVisible()
  return { page, context }
}

async function openExercise(page: Page, url: string): Promise<void> {
  await page.goto(`${url}/exercises/greeting`)
  await expect(page.getByRole('button', { name: 'Check', exact: true }).first()).toBeEnabled()
  await expect(page.getByLabel('Code editor').first()).toBeAttached()
}

async function write(page: Page, program: string): Promise<void> {
  await page.locator('.monaco-editor .view-lines').first().click()
  await page.keyboard.press('ControlOrMeta+A')
  await page.keyboard.insertText(program)
}

async function check(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Check', exact: true }).first().click()
}

function field(page: Page, words: RegExp): Locator {
  return page.getByRole('table').getByRole('button', { name: words })
}

test('a teacher watches two students, reads what they hand in, says something about it, and deletes what is kept of one', async ({
  page,
  browser,
  server,
}) => {
  test.slow()
  const { url } = server
  const code = await makeClass(page, url, 'Year 9')
  // What opens the class is not in the address that everybody in the room sees.
  expect(new URL(page.url()).hash).toBe('')
  await expect(page.getByText('Nobody has joined yet')).toBeVisible()

  const ada = await student(browser, url, code, 'Ada')
  const ben = await student(browser, url, code, 'Ben')
  await expect(page.getByText('2 students, 2 here now')).toBeVisible()
  // One request that fails does not hide a student for the lesson.
  await ada.page.route('**/api/v1/member', route => route.abort(), { times: 1 })
  await openExercise(ada.page, url)
  await expect(field(page, /^Ada, A greeting: nothing handed in, on it now$/)).toBeVisible()
  await write(ada.page, SOLUTION)
  await check(ada.page)
  await expect(ada.page.getByRole('heading', { name: 'Solved' })).toBeVisible()
  await openExercise(ben.page, url)
  await check(ben.page)
  await expect(ben.page.getByRole('region', { name: 'Score' })).toContainText('tests passed')
  await expect(field(page, /^Ada, A greeting: solved, 1 attempt, on it now$/)).toBeVisible()
  const failed = field(page, /^Ben, A greeting: .* points, 1 attempt, on it now$/)
  await expect(failed).toBeVisible()
  expect(await seriousFaults(page)).toEqual([])

  await failed.click()
  const dialog = page.getByRole('dialog', { name: 'Ben: A greeting' })
  await expect(dialog.getByRole('region', { name: 'Code of main.py' })).toContainText('print("Hello " + name)')
  await dialog.getByLabel('A comment for the student').fill('Look at the comma.')
  // What is half written is there again after the dialog was closed.
  await page.keyboard.press('Escape')
  await expect(dialog).toBeHidden()
  await failed.click()
  await expect(dialog.getByLabel('A comment for the student')).toHaveValue('Look at the comma.')
  await dialog.getByRole('button', { name: 'Comment', exact: true }).click()
  await expect(dialog.getByRole('list', { name: 'Comments' })).toContainText('Look at the comma.')
  await expect(dialog.getByLabel('A comment for the student')).toHaveValue('')
  expect(await seriousFaults(page)).toEqual([])
  const [copy] = await Promise.all([page.context().waitForEvent('page'), dialog.getByRole('button', { name: 'Run a copy' }).click()])
  await expect(copy.getByRole('button', { name: 'Run', exact: true })).toBeEnabled()
  await expect(copy.locator('.monaco-editor').first()).toContainText('"Hello "')
  await copy.close()
  await dialog.getByRole('button', { name: 'Close' }).click()

  // The student, who reads the result, learns of it: on the tab, by what is read aloud, and in the list of exercises.
  const look = () => ben.page.evaluate(() => document.dispatchEvent(new Event('visibilitychange')))
  await look()
  const task = ben.page.getByRole('tab', { name: /^Task/ }).locator('visible=true')
  await expect(task).toHaveText('Task1 new')
  await expect(ben.page.locator('[aria-live]', { hasText: '1 new comment from your teacher' })).toBeAttached()
  const list = await ben.context.newPage()
  await list.goto(`${url}/exercises`)
  const inList = list.getByRole('region', { name: /^To solve in / }).getByRole('link', { name: /A greeting.*New comment/ })
  await expect(inList).toBeVisible()
  expect(await seriousFaults(list)).toEqual([])
  await task.click()
  await expect(ben.page.getByRole('region', { name: 'From your teacher' })).toContainText('Look at the comma.')
  await expect(task).toHaveText('Task')
  await list.reload()
  await expect(list.getByText('Ben, in the class')).toBeVisible()
  await expect(inList).toBeHidden()
  await list.close()
  await ada.page.reload()
  await expect(ada.page.getByText('Ada · Year 9')).toBeVisible()
  await expect(ada.page.getByText('Look at the comma.')).toHaveCount(0)

  // What is none of the class's exercises has its title too.
  await ben.page.goto(`${url}/exercises/echo`)
  await expect(page.getByRole('rowheader', { name: 'Ben' })).toContainText('Here, on An echo')

  const table = (await download(page, () => page.getByRole('button', { name: 'Export CSV' }).click())).toString('utf8')
  expect(table.startsWith('\uFEFFName,')).toBe(true)
  expect(table).toMatch(/^Ada,.*,1,10,\d+,10,10,1,/m)
  expect(table).toMatch(/^Ben,.*,0,/m)

  await page.getByRole('rowheader', { name: 'Ada' }).getByRole('button').click()
  const about = page.getByRole('dialog', { name: 'Ada' })
  await about.getByRole('button', { name: 'Delete the data' }).click()
  await about.getByRole('button', { name: 'Delete for good' }).click()
  await expect(page.getByRole('rowheader', { name: 'Ada' })).toHaveCount(0)
  await expect(page.getByRole('rowheader', { name: 'Ben' })).toBeVisible()
  const left = await ada.page.evaluate(async () => {
    const headers = { 'glovebox-member': localStorage.getItem('glovebox-member') ?? '' }
    return (await fetch('/api/v1/member', { headers })).status
  })
  expect(left).toBe(403)
  await ada.page.reload()
  const said = ada.page.getByRole('alert').filter({ hasText: 'Your class no longer knows this browser' })
  await expect(said).toBeVisible()
  expect(await seriousFaults(ada.page)).toEqual([])
  await said.getByRole('link', { name: 'join it again' }).click()
  await expect(ada.page.getByLabel('Code')).toBeVisible()
  await ada.context.close()
  await ben.context.close()
})

test('a student goes on in another browser, by a link that works once, whatever the network does, and finds what was solved', async ({
  page,
  browser,
  server,
}) => {
  const code = await makeClass(page, server.url, 'Year 10')
  const ada = await student(browser, server.url, code, 'Ada')
  await openExercise(ada.page, server.url)
  await write(ada.page, SOLUTION)
  await check(ada.page)
  await expect(ada.page.getByRole('heading', { name: 'Solved' })).toBeVisible()
  await page.getByRole('rowheader', { name: 'Ada' }).getByRole('button').click()
  await page.getByRole('button', { name: 'Make a personal link' }).click()
  const link = await page.getByRole('textbox', { name: 'Link' }).inputValue()
  const elsewhere = await browser.newContext()
  const there = await elsewhere.newPage()
  // The first answer does not arrive, nor does the second one ask at all.
  await there.route('**/api/v1/join/return', route => route.fetch().finally(() => route.abort()), { times: 1 })
  await there.goto(link)
  await expect(there.getByRole('alert').filter({ hasText: 'cannot be reached' })).toBeVisible()
  await there.route('**/api/v1/join/return', route => route.abort(), { times: 1 })
  await there.reload()
  await expect(there.getByRole('alert').filter({ hasText: 'cannot be reached' })).toBeVisible()
  await there.getByRole('button', { name: 'Try again' }).click()
  await expect(there.getByText('Ada, in the class')).toBeVisible()
  const again = await elsewhere.newPage()
  await again.goto(link)
  await expect(again.getByRole('alert').filter({ hasText: 'used before' })).toBeVisible()

  await expect(there.getByRole('link', { name: /^A greeting ?, Solved/ }).first()).toBeVisible()
  await openExercise(there, server.url)
  await there
    .getByRole('tab', { name: /Attempts/ })
    .first()
    .click()
  await there.getByRole('button', { name: 'Result of attempt 1' }).click()
  await expect(there.getByRole('heading', { name: 'Solved' })).toBeVisible()
  await there.getByRole('button', { name: 'Compare with the solution' }).locator('visible=true').click()
  await expect(there.getByRole('dialog', { name: 'Your files and the solution' })).toContainText('name = input().strip()')
  await ada.context.close()
  await elsewhere.close()
})

test('whoever is in a class without having joined here, as from a course system, sees it and can leave', async ({
  page,
  browser,
  server,
}) => {
  const code = await makeClass(page, server.url, 'A course')
  const ada = await student(browser, server.url, code, 'Ada')
  const token = await ada.page.evaluate(() => localStorage.getItem('glovebox-member'))
  const context = await browser.newContext()
  const there = await context.newPage()
  await there.goto(`${server.url}/exercises#member=${token}`)
  await there.getByRole('link', { name: 'change' }).click()
  const classes = there.getByRole('region', { name: 'Your classes in this browser' })
  await expect(classes.getByRole('link', { name: 'Go on in A course' })).toBeVisible()
  await classes.getByRole('button', { name: 'Leave A course' }).click()
  await classes.getByRole('button', { name: 'Leave' }).click()
  await expect(classes).toBeHidden()
  await there.goto(`${server.url}/exercises`)
  await expect(there.getByRole('link', { name: 'Join a class' })).toBeVisible()
  await context.close()
  await ada.context.close()
})

test('two students at one computer have files and attempts of their own', async ({ page, browser, server }) => {
  test.slow()
  const code = await makeClass(page, server.url, 'Year 8')
  const context = await browser.newContext()
  const shared = await context.newPage()
  const lines = shared.locator('.view-lines').first()
  const attempts = shared.getByRole('tab', { name: /^Attempts/ }).locator('visible=true')
  const join = async (name: string): Promise<void> => {
    await shared.goto(`${server.url}/join/${code}`)
    await shared.getByLabel('Your name').fill(name)
    await shared.getByRole('button', { name: 'Join', exact: true }).click()
    await expect(shared.getByText(`${name}, in the class`)).toBeVisible()
  }
  const leave = async (): Promise<void> => {
    await shared.goto(`${server.url}/join`)
    await shared.getByRole('button', { name: 'Leave Year 8 on this device' }).click()
    await shared.getByRole('button', { name: 'Leave', exact: true }).click()
    await expect(shared.getByText('Your classes in this browser')).toHaveCount(0)
  }

  await openExercise(shared, server.url)
  await write(shared, 'print("before")')
  await expect(lines).toContainText('before')
  await join('Ada')
  await openExercise(shared, server.url)
  await expect(lines).toContainText('Ask for the name')
  await shared.getByRole('button', { name: 'Take it over' }).click()
  await expect(lines).toContainText('before')
  await write(shared, SOLUTION)
  await check(shared)
  await expect(shared.getByRole('heading', { name: 'Solved' })).toBeVisible()
  await expect(attempts).toHaveText('Attempts1')

  // A page that is open meanwhile becomes the next student's as well.
  const open = await context.newPage()
  await openExercise(open, server.url)
  await expect(open.locator('.view-lines').first()).toContainText('strip')
  await leave()
  await expect(open.locator('.view-lines').first()).toContainText('before')
  await join('Omar')
  await expect(open.locator('.view-lines').first()).toContainText('Ask for the name')
  await openExercise(shared, server.url)
  await expect(shared.getByText('Omar · Year 8')).toBeVisible()
  await expect(lines).toContainText('Ask for the name')
  await expect(attempts).toHaveText('Attempts')
  await shared.getByRole('link', { name: 'All exercises' }).click()
  await expect(shared.getByRole('link', { name: /^A greeting/ }).first()).toBeVisible()
  await expect(shared.getByText(/Solved/)).toHaveCount(0)

  // Who comes back finds what was theirs.
  await page.getByRole('rowheader', { name: 'Ada' }).getByRole('button').click()
  await page.getByRole('button', { name: 'Make a personal link' }).click()
  await shared.goto(await page.getByRole('textbox', { name: 'Link' }).inputValue())
  await expect(shared.getByText('Ada, in the class')).toBeVisible()
  await openExercise(shared, server.url)
  await expect(lines).toContainText('strip')
  await expect(attempts).toHaveText('Attempts1')
  await context.close()
})

test.describe('with a server that goes away', () => {
  test.use({ expected: /ERR_CONNECTION|ERR_INCOMPLETE|ERR_NETWORK|status of 503/ })
  test('the page says so, keeps what it showed, and is live again by itself', async ({ page, browser, languages }) => {
    const data = await mkdtemp(join(tmpdir(), 'glovebox-classes-'))
    const settings = { GLOVEBOX_LANGUAGES: languages, GLOVEBOX_EXERCISES_FOLDER: EXERCISES, GLOVEBOX_DATA_FOLDER: data }
    const before = await startServer(settings)
    const code = await makeClass(page, before.url, 'Year 11')
    const ada = await student(browser, before.url, code, 'Ada')
    await expect(page.getByText('Live', { exact: true })).toBeVisible()
    await before.stop()
    await expect(page.getByText('The connection was lost. Trying again…')).toBeVisible()
    await expect(page.getByRole('rowheader', { name: 'Ada' })).toBeVisible()
    await using after = await startServer({ ...settings, GLOVEBOX_PORT: new URL(before.url).port })
    await expect(page.getByText('Live', { exact: true })).toBeVisible()
    const ben = await student(browser, after.url, code, 'Ben')
    await expect(page.getByRole('rowheader', { name: 'Ben' })).toBeVisible()
    await ada.context.close()
    await ben.context.close()
    // It writes there until it has ended.
    await after.stop()
    await rm(data, { recursive: true, force: true })
  })
})

test.describe('what is refused', () => {
  test.use({ expected: /status of 40[349]/ })
  test('is said where it was typed, and nothing typed is lost', async ({ page, browser, server }) => {
    const code = await makeClass(page, server.url, 'Year 12')
    const ada = await student(browser, server.url, code, 'Ada')
    await page.getByRole('switch', { name: 'Joining is open' }).click()
    await expect(page.getByRole('switch', { name: 'Joining is closed' })).toBeVisible()
    const other = await page.context().newPage()
    await other.goto(`${server.url}/join`)
    await other.getByLabel('Code').fill(code.toLowerCase())
    await other.getByLabel('Your name').fill('Ada')
    const button = other.getByRole('button', { name: 'Join', exact: true })
    await button.click()
    await expect(other.getByRole('alert').filter({ hasText: 'open it' })).toBeVisible()
    await page.getByRole('switch').click()
    await expect(page.getByRole('switch', { name: 'Joining is open' })).toBeVisible()
    await button.click()
    await expect(other.getByRole('alert').filter({ hasText: 'has a Ada already' })).toBeVisible()
    await expect(other.getByLabel('Your name')).toHaveValue('Ada')
    await other.getByLabel('Code').fill('222222')
    await button.click()
    await expect(other.getByRole('alert').filter({ hasText: 'No class has this code' })).toBeVisible()
    // What somebody wrote behind the class's address takes nothing from its teacher.
    for (const title of ['with a wrong key', 'with none']) {
      await other.goto('about:blank')
      await other.goto(page.url() + (title === 'with none' ? '' : `#key=${'x'.repeat(43)}`))
      await expect(other.getByRole('heading', { name: 'Year 12' })).toBeVisible()
    }
    expect(new URL(other.url()).hash).toBe('')
    await other.goto(`${server.url}/classes/AAAAAAAAAAAA`)
    await expect(other.getByText('The teacher’s link is needed')).toBeVisible()
    await other.goto(`${server.url}/classes/AAAAAAAAAAAA#key=${'x'.repeat(43)}`)
    await other.reload()
    await expect(other.getByText('This class cannot be opened')).toBeVisible()
    await ada.context.close()
  })
})

for (const colorScheme of ['light', 'dark'] as const)
  test(`the pages of classes can be used by everybody, on a phone too (${colorScheme})`, async ({ browser, server }) => {
    const context = await browser.newContext({ viewport: { width: 390, height: 844 }, colorScheme, hasTouch: true })
    const page = await context.newPage()
    await page.goto(`${server.url}/join`)
    await expect(page.getByLabel('Code')).toBeVisible()
    expect(await seriousFaults(page)).toEqual([])
    const code = await makeClass(page, server.url, 'On a phone')
    const ada = await student(browser, server.url, code, 'Ada')
    await expect(page.getByRole('rowheader', { name: 'Ada' })).toBeVisible()
    expect(await seriousFaults(page)).toEqual([])
    expect(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(true)
    await page.getByRole('button', { name: 'QR code' }).click()
    await expect(page.getByRole('img', { name: 'QR code of the link' })).toBeVisible()
    expect(await seriousFaults(page)).toEqual([])
    await page.keyboard.press('Escape')
    await page.getByRole('button', { name: 'More about this class' }).click()
    await page.getByRole('menuitem', { name: 'Delete the class' }).click()
    await page.getByRole('dialog').getByRole('button', { name: 'Delete the class' }).click()
    await expect(page.getByText('The class is deleted')).toBeVisible()
    await page.goto(`${server.url}/classes`)
    await expect(page.getByText('There are none yet')).toBeVisible()
    expect(await seriousFaults(page)).toEqual([])
    await ada.context.close()
    await context.close()
  })
