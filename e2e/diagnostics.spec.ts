import type { Page } from '@playwright/test'
import { expect, type Playground, test } from './playground.ts'

const FAILS = `def divide(a, b):
    return a / b


print("before")
divide(1, 0)
`

/** Both editors show a place and marks; they are asked in their own ways. */
const EDITORS = [
  {
    name: 'the editor for keyboards',
    viewport: { width: 1280, height: 800 },
    mark: '.squiggly-error',
    line: (page: Page) => page.locator('.line-numbers.active-line-number').textContent(),
  },
  {
    name: 'the editor for touch',
    viewport: { width: 700, height: 900 },
    mark: '.cm-lintRange-error',
    line: (page: Page) => page.locator('.cm-lineNumbers .cm-activeLineGutter').textContent(),
  },
]

/** Clicks a piece of text in the terminal, which is drawn on a canvas. */
async function clickText(page: Page, text: string): Promise<void> {
  const cell = await page.evaluate(wanted => {
    const buffer = globalThis.gloveboxTerminal?.buffer.active
    for (let y = 0; buffer && y < buffer.length; y++) {
      const x = buffer.getLine(y)?.translateToString(true).indexOf(wanted) ?? -1
      if (x >= 0) return { x: x + 1, y: y - buffer.viewportY }
    }
    return null
  }, text)
  const screen = await page.locator('.xterm-screen').boundingBox()
  const size = await page.evaluate(() => ({ cols: globalThis.gloveboxTerminal?.cols ?? 1, rows: globalThis.gloveboxTerminal?.rows ?? 1 }))
  if (!cell || !screen) throw new Error(`"${text}" is not on the screen`)
  const x = screen.x + (screen.width / size.cols) * (cell.x + 0.5)
  const y = screen.y + (screen.height / size.rows) * (cell.y + 0.5)
  await page.mouse.move(x + 3, y)
  await page.mouse.move(x, y)
  await page.mouse.click(x, y)
}

async function fails(playground: Playground): Promise<void> {
  await playground.start(FAILS)
  await playground.says(/^Exited with code 1/)
}

for (const { name, viewport, mark, line } of EDITORS) {
  test.describe(name, () => {
    test.use({ viewport })

    test('shows where a program failed, and goes there by link, by key and from the list', async ({ playground, page }) => {
      await fails(playground)
      await expect(page.locator(mark).first()).toBeVisible()
      await clickText(page, 'main.py", line 2')
      await expect.poll(() => line(page)).toBe('2')
      // The focus is in the editor, at the place.
      await page.keyboard.press('F8')
      await expect.poll(() => line(page)).toBe('6')
      await expect(page.getByText('Line 6: ZeroDivisionError: division by zero')).toBeVisible()
      await page.keyboard.press('Shift+F8')
      await expect.poll(() => line(page)).toBe('2')
      await page.getByRole('button', { name: '2 errors' }).click()
      // At once: the first of the list has the focus as soon as there is one.
      await page.keyboard.press('ArrowDown')
      const list = page.getByRole('list', { name: 'Problems' })
      await expect(list.getByRole('button')).toHaveCount(2)
      await page.keyboard.press('Enter')
      await expect(list).toBeHidden()
      await expect.poll(() => line(page)).toBe('6')
    })

    test('forgets what was said about lines that are edited, and keeps the rest at its lines', async ({ playground, page }) => {
      await fails(playground)
      await page.getByRole('button', { name: '2 errors' }).click()
      await page.getByRole('list', { name: 'Problems' }).getByRole('button').nth(1).click()
      await expect.poll(() => line(page)).toBe('6')
      await page.keyboard.press('Home')
      await page.keyboard.type('x = ')
      await expect(page.getByRole('button', { name: '1 error' })).toBeVisible()
      await page.keyboard.press('Control+Home')
      await page.keyboard.type('\n\n')
      await page.keyboard.press('F8')
      await expect.poll(() => line(page)).toBe('4')
      await playground.run.click()
      await playground.shows('before')
    })
  })
}

test('a place in another file of the page opens that file; one in a library is no link', async ({ playground, page }) => {
  await playground.open('import json\nimport helper\ntry:\n    json.loads("{")\nexcept ValueError: pass\nhelper.go()\n')
  await page.getByRole('button', { name: 'New file' }).first().click()
  await page.getByLabel('Name of the new file').fill('helper.py')
  await page.keyboard.press('Enter')
  await page.getByLabel('Code editor').first().focus()
  await page.keyboard.type('def go():\nraise SystemError("here")')
  await page.getByRole('tab', { name: 'main.py' }).click()
  await playground.run.click()
  await playground.says(/^Exited with code 1/)
  await playground.shows('SystemError: here')
  await clickText(page, 'helper.py", line 2')
  await expect(page.getByRole('tab', { name: 'helper.py' })).toHaveAttribute('aria-selected', 'true')
  await expect.poll(() => page.locator('.line-numbers.active-line-number').textContent()).toBe('2')
})

test('what a check finds is marked before anything runs', async ({ playground, page }) => {
  await playground.open('print("a")\n')
  // A box has to be there to check in.
  await playground.run.click()
  await playground.says(/^Finished/)
  await page.getByLabel('Code editor').first().focus()
  await page.keyboard.press('Control+End')
  await page.keyboard.type('print(undefined_name)')
  await expect(page.getByRole('button', { name: /1 (error|warning)/ })).toBeVisible()
  await expect(page.locator('.squiggly-error, .squiggly-warning').first()).toBeVisible()
})
