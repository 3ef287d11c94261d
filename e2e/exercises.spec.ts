// Longer than others: every test of the page is to be one in which nothing of a hidden test was told, and that fixture, with the words of `Solving`, stands here for all of them.

import { join } from 'node:path'
import type { Locator, Page } from '@playwright/test'
import { test as base, expect, Playground } from './playground.ts'
import { type RunningServer, startServer } from './server.ts'
import { seriousFaults } from './sharing.ts'

const FOLDER = join(import.meta.dirname, 'exercise-folder')
/** What only hidden tests hold. */
const HIDDEN = /Quixotic|Zebra|8675309|test_hidden/

const test = base.extend<{ readonly told: string[] }, { readonly server: RunningServer }>({
  server: [
    async ({ languages }, use) => {
      await using server = await startServer({ GLOVEBOX_LANGUAGES: languages, GLOVEBOX_EXERCISES_FOLDER: FOLDER })
      await use(server)
    },
    { scope: 'worker' },
  ],
  /** Everything that the server has told the page. Nothing of a hidden test may be in it. */
  told: [
    async ({ page }, use) => {
      const told: string[] = []
      page.on('response', async response => told.push(await response.text().catch(() => '')))
      page.on('websocket', socket => socket.on('framereceived', ({ payload }) => told.push(String(payload))))
      await use(told)
      expect(told.filter(text => HIDDEN.test(text))).toEqual([])
    },
    { auto: true },
  ],
})

test.use({ languages: 'python,javascript' })

/** What people do with an exercise, in their words. */
class Solving extends Playground {
  async solve(slug: string): Promise<void> {
    await this.page.goto(`${this.url}/exercises/${slug}`)
    await this.ready()
  }

  async write(program: string): Promise<void> {
    await this.page.getByLabel('Code editor').first().focus()
    await this.press('ControlOrMeta+a')
    await this.page.keyboard.insertText(program)
  }

  tab(name: RegExp) {
    return this.page.getByRole('tab', { name }).locator('visible=true')
  }

  async check(): Promise<void> {
    await this.page.getByRole('button', { name: 'Check', exact: true }).first().click()
  }

  /** Waits for the score. */
  async scores(words: string | RegExp): Promise<void> {
    await expect(this.page.getByRole('region', { name: 'Score' })).toContainText(words)
  }

  card(name: string) {
    return this.page.getByRole('tabpanel', { name: 'Result' }).getByRole('listitem').filter({ hasText: name })
  }
}

const solving = (page: Page, server: RunningServer) => new Solving(page, server.url)

test('a student runs, fails, reads the difference, opens hints, mends, passes and goes on', async ({ page, server, told }) => {
  test.slow()
  await page.goto(server.url)
  await page.getByRole('link', { name: 'Exercises' }).click()
  await expect(page.getByRole('heading', { name: 'First steps' })).toBeVisible()
  await page.getByRole('link', { name: /^Begin with A greeting/ }).click()
  const student = solving(page, server)
  await student.ready()
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('A greeting')
  await expect(page.locator('.task-text .code-type').first()).toHaveText('input')
  await expect(page.getByRole('img', { name: 'Somebody waves' })).toHaveJSProperty('naturalWidth', 120)

  await student.run.click()
  await student.says(/^Running/)
  await student.type('Ada\n')
  await student.shows('Hello Ada')

  await student.check()
  await student.scores('0 of 3 tests passed')
  const difference = page.getByRole('region', { name: 'Expected and got of greets Ada' })
  await expect(difference).toBeVisible()
  expect(await difference.locator('mark').allTextContents()).toEqual([',', '!'])
  await expect(difference).toContainText('expected: expectedHello, Ada!')
  await expect(page.getByRole('region', { name: 'Input of greets Ada' })).toHaveText('Ada')
  await expect(student.card('spaces around')).toContainText('hidden')
  await student.card('spaces around').getByText('greets somebody').click()
  await expect(student.card('spaces around')).toContainText('What if there are spaces around the name?')
  await expect(student.card('spaces around')).toContainText('is not shown')
  await expect(page.locator('[aria-live=polite]').filter({ hasText: 'First failure: greets Ada' })).toBeAttached()

  await student.tab(/Task/).click()
  await expect(page.getByText('Hint 2 of 2')).toBeHidden()
  await page.getByText('Hint 1 of 2: Joining texts').click()
  await expect(page.getByText('+ joins texts')).toBeVisible()
  await page.getByText('Hint 2 of 2').click()
  await expect(page.getByText('without the spaces around')).toBeVisible()

  await student.write('print("Hello, " + input() + "!")\n')
  await student.check()
  await student.scores('2 of 3 tests passed')
  await student.write('print("Hello, " + input().strip() + "!")\n')
  await student.check()
  await student.scores('Solved')
  await student.scores('10/10')

  await page.getByRole('button', { name: 'Compare with the solution' }).locator('visible=true').click()
  const dialog = page.getByRole('dialog', { name: 'Your files and the solution' })
  await expect(dialog.getByRole('region', { name: 'Solution and yours of main.py' })).toContainText('name = input().strip()')
  await dialog.getByRole('button', { name: 'Close' }).click()

  await page.getByRole('link', { name: 'Next: A farewell' }).locator('visible=true').first().click()
  await student.ready()
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('A farewell')
  await expect(page.getByRole('link', { name: /solved\s*A greeting/ })).toBeVisible()
  // Another exercise, another terminal, other files.
  expect((await student.text()).trim()).toBe('')
  await page.getByRole('link', { name: 'All exercises' }).click()
  await expect(page.getByRole('link', { name: /A greeting ?, Solved/ })).toBeVisible()
  await expect(page.getByText('1 of 4 solved')).toBeVisible()
  await expect(page.getByText('1 of 3 solved')).toBeVisible()
  await expect(page.getByRole('link', { name: /^Go on with A farewell/ })).toBeVisible()
  // What is looked for in all that was told would be found.
  expect(told.some(text => text.includes('Hello, Grace Hopper!'))).toBe(true)
  // A person's own program is apart from all that.
  expect(await page.evaluate(() => localStorage.getItem('glovebox:source:python'))).toBeNull()
})

test('a unit test that fails shows its code and prints, and its trace leads to the line', async ({ page, server }) => {
  const student = solving(page, server)
  await student.solve('mean')
  await page.getByText('test_mean.py').click()
  await expect(page.getByRole('region', { name: 'Code of test_mean.py' })).toContainText('assert mean([1, 2]) == 1.5')
  await student.check()
  await student.scores(/2 of 3 tests passed/)
  const card = student.card('nothing')
  await expect(card).toContainText('ZeroDivisionError')
  await expect(card.getByRole('region', { name: /^Code of/ })).toContainText('assert mean([]) == 0')
  await expect(card.getByRole('region', { name: /^Output of/ })).toContainText('trying an empty list')
  await card
    .getByRole('button', { name: /main\.py/ })
    .first()
    .click()
  await expect(page.getByLabel('Code editor').first()).toBeFocused()
  await student.type('# here ')
  await student.check()
  await expect
    .poll(() => page.evaluate(() => localStorage.getItem('glovebox:source:python@exercise:mean')))
    .toMatch(/\n.*# here.*return|\n.*return.*# here/)
  // Its solution is never shown.
  await expect(page.getByRole('button', { name: 'Compare with the solution' })).toHaveCount(0)
})

test('a program that breaks off is marked where it did', async ({ page, server }) => {
  const student = solving(page, server)
  await student.solve('greeting')
  await student.write('name = input()\nprint(nme)\n')
  await student.check()
  await student.scores('0 of 3 tests passed')
  await expect(student.card('greets Ada')).toContainText('NameError')
  await expect(page.getByRole('button', { name: /\d errors?$/ })).toBeVisible()
  await student
    .card('greets Ada')
    .getByRole('button', { name: /main\.py.*line 2/ })
    .first()
    .click()
  await student.type('# ')
  await expect(page.locator('.view-lines').first()).toContainText('# print(nme)')
})

test('each language has files, tests and a solution of its own', async ({ page, server }) => {
  const student = solving(page, server)
  await student.solve('echo')
  const editor = page.locator('.view-lines').first()
  await expect(editor).toContainText('In Python')
  await student.write('print(input().upper())\n')
  await student.check()
  await student.scores('Solved')
  await page.getByRole('combobox', { name: 'Language' }).click()
  await page.getByRole('option', { name: /JavaScript/ }).click()
  await expect(editor).toContainText('In JavaScript')
  await student.check()
  await student.scores('0 of 1 tests passed')
  await student.tab(/Attempts/).click()
  await expect(page.getByRole('button', { name: /^Restore/ })).toHaveCount(1)
  await page.reload()
  await expect(editor).toContainText('In JavaScript')
})

test('files are reset and restored, and everything is there again after a reload', async ({ page, server }) => {
  const student = solving(page, server)
  await student.solve('greeting')
  await student.write('print("Hello, " + input() + "!")\n')
  await student.check()
  await student.scores('2 of 3 tests passed')
  await student.tab(/Task/).click()
  await page.getByText('Hint 1 of 2').click()
  const editor = page.locator('.view-lines').first()

  await page.getByRole('button', { name: 'Begin anew' }).click()
  await page.getByRole('button', { name: 'Replace my files' }).click()
  await expect(editor).toContainText('Ask for the name')
  await page.getByRole('button', { name: 'Undo' }).click()
  await expect(editor).not.toContainText('Ask for the name')
  await student.write('print(1)\n')

  await page.reload()
  await student.ready()
  await expect(editor).toContainText('print(1)')
  await expect(page.getByText('joins texts')).toBeVisible()
  await student.tab(/Result/).click()
  await student.scores('2 of 3 tests passed')
  await student.tab(/Attempts/).click()
  await expect(page.getByText('Best score: 6.67 of 10 points')).toBeVisible()
  await page.getByRole('button', { name: 'Restore attempt 1' }).click()
  await expect(editor).toContainText('Hello, ')
  await page.getByRole('button', { name: 'Undo' }).click()
  await expect(editor).toContainText('print(1)')
  await page.getByRole('button', { name: 'Result of attempt 1' }).click()
  await student.scores('2 of 3 tests passed')
})

test.describe('when the connection breaks off', () => {
  test.use({ expected: /ERR_FAILED|ERR_CONNECTION|Failed to load resource/ })

  test('the same solution is asked for again, and graded once', async ({ page, server }) => {
    const keys: (string | undefined)[] = []
    await page.route('**/submissions', async route => {
      keys.push(route.request().headers()['idempotency-key'])
      if (keys.length === 1) {
        // The server has it, and the page does not hear of that.
        await route.fetch().catch(() => {})
        return route.abort('connectionreset')
      }
      await route.continue()
    })
    const student = solving(page, server)
    await student.solve('farewell')
    await student.write('for n in range(3): print("Bye!")\n')
    await student.check()
    await student.scores('Solved')
    expect([keys.length, new Set(keys).size]).toEqual([2, 1])
    await expect(student.tab(/Attempts/)).toHaveText('Attempts1')
  })

  test('a reload in the middle of it takes it up again', async ({ page, server }) => {
    const student = solving(page, server)
    await student.solve('farewell')
    await student.write('import time\ntime.sleep(1.5)\nfor n in range(3): print("Bye!")\n')
    await student.check()
    await expect(page.getByRole('progressbar', { name: 'Tests' })).toBeVisible()
    await page.reload()
    await student.ready()
    await expect(student.tab(/Attempts/)).toHaveText('Attempts1')
    await student.tab(/Result/).click()
    await student.scores('Solved')
  })
})

test.describe('when the server no longer has what was handed in', () => {
  test.use({ expected: /status of 404/ })

  test('the score and the tick stay, and the solution is shown after another check', async ({ page, server }) => {
    const student = solving(page, server)
    await student.solve('greeting')
    await student.write('print("Hello, " + input().strip() + "!")\n')
    await student.check()
    await student.scores('Solved')
    const compare = page.getByRole('button', { name: 'Compare with the solution' }).locator('visible=true')
    await expect(compare).toHaveCount(1)
    await page.route('**/api/v1/submissions/*', route =>
      route.fulfill({ status: 404, json: { code: 'not_found', detail: 'There is no such submission.' } }),
    )
    await page.reload()
    await student.ready()
    await student.tab(/Result/).click()
    await student.scores('3 of 3 tests passed')
    await student.scores('10/10')
    await student.scores('The details are no longer kept.')
    await expect(page.getByRole('alert').filter({ hasText: /\S/ })).toHaveCount(0)
    await expect(compare).toHaveCount(0)
    await student.tab(/Task/).click()
    await expect(compare).toHaveCount(0)
    await student.check()
    await student.scores('Solved')
    await expect(compare).toHaveCount(1)
  })
})

test('who belongs to a class hands in for it, and the token leaves the address', async ({ page, server }) => {
  const token = 'm'.repeat(43)
  const members: (string | undefined)[] = []
  await page.route('**/api/v1/member', route =>
    route.fulfill({
      json: { class: { id: 'c'.repeat(12), title: '5b' }, member: 'm'.repeat(16), name: 'Ada', exercises: [], commented: [], progress: [] },
    }),
  )
  await page.route('**/api/v1/member/presence', route => route.fulfill({ status: 204 }))
  await page.route('**/api/v1/member/comments?*', route => route.fulfill({ json: { comments: [] } }))
  await page.route('**/submissions', route => {
    const { 'glovebox-member': member, ...headers } = route.request().headers()
    members.push(member)
    return route.continue({ headers })
  })
  await page.goto(`${server.url}/exercises/farewell#member=${token}`)
  const student = solving(page, server)
  await student.ready()
  await expect(page).toHaveURL(`${server.url}/exercises/farewell`)
  await expect(page.getByText('Ada · 5b')).toBeVisible()
  await student.write('print("Bye!")\n')
  await student.check()
  await student.scores('0 of 1 tests passed')
  expect(members).toEqual([token])
})

test('exercises are looked for, with an address for what is found', async ({ page, server }) => {
  await page.goto(`${server.url}/exercises`)
  const links = page.getByRole('main').getByRole('listitem').getByRole('link')
  await expect(links).toHaveCount(4)
  await page.getByLabel('Difficulty').selectOption('hard')
  await expect(links).toHaveCount(1)
  await page.getByRole('searchbox', { name: 'Search' }).fill('nothing like this')
  await expect(page.getByText('Nothing fits')).toBeVisible()
  await page.reload()
  await expect(page.getByText('Nothing fits')).toBeVisible()
  await page.getByRole('button', { name: 'Show all' }).click()
  await expect(links).toHaveCount(4)
  await expect(page).toHaveURL(`${server.url}/exercises`)
})

test.describe('without an exercise', () => {
  test.use({ expected: /404/ })

  test('a page says so', async ({ page, server }) => {
    await page.goto(`${server.url}/exercises/nothing`)
    await expect(page.getByRole('heading', { name: 'This exercise is not here' })).toBeVisible()
    await page.getByRole('link', { name: 'All exercises' }).click()
    await expect(page.getByRole('heading', { name: 'Exercises', exact: true })).toBeVisible()
  })
})

test('tasks are found and read without scripts', async ({ browser, server }) => {
  const context = await browser.newContext({ javaScriptEnabled: false })
  const page = await context.newPage()
  await page.goto(`${server.url}/exercises`)
  await page.getByLabel('Tag').selectOption('input')
  await page.getByLabel('Language').selectOption('python')
  await page.getByRole('button', { name: 'Search' }).click()
  await page
    .getByRole('main')
    .getByRole('listitem')
    .getByRole('link', { name: /^A greeting/ })
    .click()
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('A greeting')
  await expect(page.getByText('Ask for a name')).toBeVisible()
  await expect(page.locator('noscript p')).toHaveText('Scripts are off in this browser: the task can be read, not solved.')
  await page.getByText('Hint 1 of 2').click()
  await expect(page.getByText('joins texts')).toBeVisible()
  await page.getByRole('navigation', { name: 'Neighbouring exercises' }).getByRole('link', { name: /^Next/ }).click()
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('A farewell')
  await context.close()
})

test('an exercise is solved by keys alone', async ({ page, server }) => {
  const student = solving(page, server)
  await page.goto(`${server.url}/exercises`)
  await page.getByRole('link', { name: /^A farewell/ }).focus()
  await student.press('Enter')
  await student.ready()
  await student.tab(/Task/).focus()
  await student.press('ArrowRight')
  await expect(student.tab(/Result/)).toBeFocused()
  await student.press('Home')
  await expect(student.tab(/Task/)).toHaveAttribute('aria-selected', 'true')
  const separator = page.getByRole('separator', { name: 'Size of the task' })
  await separator.focus()
  await student.press('ArrowRight')
  await expect(separator).toHaveAttribute('aria-valuenow', '40')
  await page.getByLabel('Code editor').first().focus()
  await student.type('for n in range(3): print("Bye!")')
  await student.press('ControlOrMeta+Shift+Enter')
  await student.scores('Solved')
  await expect(page.locator('[aria-live=polite]').filter({ hasText: 'Solved. The test passed' })).toBeAttached()
  await page.getByRole('link', { name: 'Next: The mean' }).locator('visible=true').first().focus()
  await student.press('Enter')
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('The mean')
})

test.describe('by keys', () => {
  test.use({ expected: /status of 4/ })

  test('the focus is never lost, whichever button begins a check', async ({ page, server }) => {
    const student = solving(page, server)
    await student.solve('greeting')
    const focus = () =>
      page.evaluate(() => document.activeElement?.id || document.activeElement?.textContent || document.activeElement?.tagName)
    const press = async (button: Locator): Promise<void> => {
      await button.focus()
      await student.press('Enter')
    }
    const result = page.getByRole('tabpanel', { name: 'Result' })
    await student.tab(/Result/).click()
    await press(result.getByRole('button', { name: 'Check', exact: true }))
    await expect.poll(focus).toBe('exercise-result')
    await student.scores('0 of 3 tests passed')
    expect(await focus()).toBe('exercise-result')
    // In the toolbar it stays where it is.
    const toolbar = page.getByRole('button', { name: 'Check', exact: true }).first()
    await press(toolbar)
    await expect(toolbar).toBeFocused()
    await expect(toolbar).toHaveAttribute('aria-disabled', 'false')
    await expect(toolbar).toBeFocused()
    // By its keys, from something that goes with the result before.
    await student.card('greets Ada').locator('summary').first().focus()
    await student.press('ControlOrMeta+Shift+Enter')
    await expect.poll(focus).toBe('exercise-result')
    await student.scores('0 of 3 tests passed')

    await student.tab(/Attempts/).click()
    await press(page.getByRole('button', { name: 'Result of attempt 1' }))
    await expect.poll(focus).toBe('exercise-result')
    await student.scores('0 of 3 tests passed')

    await page.route('**/submissions', route => route.fulfill({ status: 413, json: { code: 'source_too_large', detail: 'Too large.' } }))
    await press(toolbar)
    await expect(result.getByText('Too large.')).toBeVisible()
    await press(result.getByRole('button', { name: 'Check again' }))
    await expect.poll(focus).toBe('exercise-result')
  })
})

for (const colorScheme of ['light', 'dark'] as const) {
  for (const width of [1440, 1024, 390]) {
    test(`nothing is cut off or out of reach, ${colorScheme}, ${width} px`, async ({ page, server }) => {
      await page.emulateMedia({ colorScheme })
      await page.setViewportSize({ width, height: 844 })
      const sound = async (): Promise<void> => {
        expect(await seriousFaults(page)).toEqual([])
        expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width)
      }
      await page.goto(`${server.url}/exercises`)
      await sound()
      const student = solving(page, server)
      await student.solve('greeting')
      await page.getByText('Hint 1 of 2').click()
      await sound()
      await student.check()
      await student.scores('0 of 3 tests passed')
      await sound()
      await student.tab(/Attempts/).click()
      await sound()
    })
  }
}

test.describe('on a phone', () => {
  test.use({ viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true })

  test('task, code and result are shown in turn', async ({ page, server }) => {
    const student = solving(page, server)
    await student.solve('farewell')
    await expect(page.getByRole('heading', { level: 1, name: 'A farewell' })).toBeVisible()
    await expect(page.getByRole('textbox', { name: 'Code editor' })).toBeHidden()
    await student.tab(/Code/).tap()
    await expect(page.getByRole('heading', { level: 1, name: 'A farewell' })).toBeHidden()
    await page.getByRole('textbox', { name: 'Code editor' }).tap()
    await page.keyboard.type('for n in range(3): print("Bye!")')
    await student.tab(/Task/).tap()
    // What is asked in the terminal is seen.
    await student.run.tap()
    await expect(student.tab(/Code/)).toHaveAttribute('aria-selected', 'true')
    await student.shows('Bye!')
    await student.check()
    await expect(student.tab(/Result/)).toHaveAttribute('aria-selected', 'true')
    await student.scores('Solved')
  })
})
