import { AxeBuilder } from '@axe-core/playwright'
import { MAKE_PNG } from './pictures.ts'
import { expect, test } from './playground.ts'

test.use({ viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true })

test('a program is typed, run and interrupted on a phone, and the editor for keyboards is not loaded', async ({ playground, page }) => {
  const loaded: string[] = []
  page.on('response', async response => {
    if (!response.url().endsWith('.js')) return
    const text = await response.text().catch(() => '')
    // A name that is Monaco's own.
    if (text.includes('monaco-editor')) loaded.push(response.url())
  })
  await playground.open('')
  const editor = page.getByRole('textbox', { name: 'Code editor' })
  await editor.tap()
  await page.keyboard.type('import time')
  // Once there are colours, the language is there, which indents.
  await expect(page.locator('.cm-line span').first()).toHaveText('import')
  await page.keyboard.type('\nfor n in range(600):\nprint(n, flush=True)\ntime.sleep(0.1)')
  await expect(page.locator('.cm-content')).toContainText('time.sleep(0.1)')
  // Smaller letters make phones zoom in.
  await expect(page.locator('.cm-editor')).toHaveCSS('font-size', '16px')
  await playground.run.tap()
  await playground.shows(/^0\n1\n/)
  await page.getByRole('button', { name: 'Ctrl C, interrupt' }).tap()
  await playground.says(/Interrupted|Exited with code/)
  expect(loaded).toEqual([])
})

test('the keys send what a terminal sends, and leave the focus where it is', async ({ playground, page }) => {
  await playground.start(
    [
      'import os, sys, tty',
      'tty.setraw(0)',
      'print("ready", end="\\r\\n", flush=True)',
      'for mode in ("\\x1b[?1l", "\\x1b[?1h"):',
      '    print(mode, "next", end="\\r\\n", flush=True)',
      '    print(repr(os.read(0, 20)), end="\\r\\n", flush=True)',
      'while (got := os.read(0, 20)) != b"q": print(repr(got), end="\\r\\n", flush=True)',
    ].join('\n'),
  )
  const key = (name: string) => page.getByRole('toolbar', { name: 'Keys' }).getByRole('button', { name, exact: true })
  await playground.shows(/next/)
  await key('Up').tap()
  await playground.shows("b'\\x1b[A'")
  await playground.shows(/next[\s\S]*next/)
  await key('Up').tap()
  await playground.shows("b'\\x1bOA'")
  for (const [name, bytes] of [
    ['Tab', "b'\\t'"],
    ['Escape', "b'\\x1b'"],
    ['Ctrl D, end of input', "b'\\x04'"],
  ] as const) {
    await key(name).tap()
    await playground.shows(bytes)
  }
  await key('Ctrl, for the next key').tap()
  await expect(key('Ctrl, for the next key')).toHaveAttribute('aria-pressed', 'true')
  // The focus, and with it the keyboard on the screen, is still in the terminal.
  await playground.type('a')
  await playground.shows("b'\\x01'")
  await expect(key('Ctrl, for the next key')).toHaveAttribute('aria-pressed', 'false')
  await playground.type('q')
  await playground.says(/^Finished/)
  for (const button of await page.getByRole('toolbar', { name: 'Keys' }).getByRole('button').all()) {
    const box = await button.boundingBox()
    expect(Math.min(box?.width ?? 0, box?.height ?? 0)).toBeGreaterThanOrEqual(44)
  }
})

test('steps to undo are kept for each file', async ({ playground, page }) => {
  await playground.open('first\n')
  const editor = page.getByRole('textbox', { name: 'Code editor' })
  await editor.tap()
  await page.keyboard.type('1')
  await page.getByRole('button', { name: 'New file' }).first().tap()
  await page.getByLabel('Name of the new file').fill('other.py')
  await page.keyboard.press('Enter')
  await page.getByRole('tab', { name: 'other.py' }).tap()
  await page
    .getByRole('button', { name: /^Files/ })
    .first()
    .tap()
  await editor.tap()
  await page.keyboard.type('2')
  await page.getByRole('tab', { name: 'main.py' }).tap()
  await expect(page.locator('.cm-content')).toContainText('first')
  await editor.focus()
  await page.keyboard.press('Control+z')
  await expect(page.locator('.cm-content')).not.toContainText('1')
  await page.getByRole('tab', { name: 'other.py' }).tap()
  await expect(page.locator('.cm-content')).toContainText('2')
})

for (const colorScheme of ['light', 'dark'] as const) {
  test(`plots take the editor's place; nothing is out of reach or cut off, ${colorScheme}`, async ({ playground, page }) => {
    await page.emulateMedia({ colorScheme })
    await playground.start(
      `${MAKE_PNG}\nfor n in range(2): show(png(40, 20, lambda x, y: (255, 0, 0)))\nprint("name?", input())\nprint(1 / 0)`,
    )
    await expect(page.getByRole('region', { name: 'Output', exact: true })).toBeVisible()
    await playground.type('Ada\n')
    await playground.shows('name? Ada')
    await playground.says(/^Exited/)
    const check = async (): Promise<void> => {
      const { violations } = await new AxeBuilder({ page }).analyze()
      expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map(node => node.html).join(' ')}`)).toEqual([])
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390)
    }
    await check()
    await page.getByRole('button', { name: 'Close the output' }).tap()
    await page.getByRole('button', { name: '1 error' }).tap()
    await page.getByRole('list', { name: 'Problems' }).getByRole('button').tap()
    await expect(page.locator('.cm-lintRange-error').first()).toBeVisible()
    await check()
  })
}
