import type { Page } from '@playwright/test'
import { expect, test } from './playground.ts'

const UGLY = 'x = {  "a":1,\n  "b":2 }\ndef f( a,b ):\n  return a+b\nprint( f(1,2),x )\n'
const NEAT = 'x = {"a": 1, "b": 2}\n\n\ndef f(a, b):\n    return a + b\n\n\nprint(f(1, 2), x)\n'

/** The text as it is kept, which is as it is in the editor. */
const source = (page: Page): Promise<string | null> => page.evaluate(() => localStorage.getItem('glovebox:source:python'))

const EDITORS = [
  { name: 'the editor for keyboards', viewport: { width: 1280, height: 800 } },
  { name: 'the editor for touch', viewport: { width: 700, height: 900 } },
]

for (const { name, viewport } of EDITORS) {
  test.describe(name, () => {
    test.use({ viewport })

    test('lays out the text as one step to undo, with the cursor where it was in the code', async ({ playground, page }) => {
      await playground.open(UGLY)
      await page.getByLabel('Code editor').first().focus()
      await page.keyboard.press('Control+End')
      await page.keyboard.press('ArrowUp')
      await page.keyboard.press('End')
      for (let n = 0; n < 4; n++) await page.keyboard.press('ArrowLeft')
      await page.getByRole('button', { name: 'Format', exact: true }).click()
      await expect.poll(() => source(page)).toBe(NEAT)
      await page.keyboard.press('F6')
      await page.keyboard.press('F6')
      // Behind the closing bracket of f(1, 2).
      await page.keyboard.type('#')
      await expect.poll(() => source(page)).toBe(NEAT.replace('2), x)', '2)#, x)'))
      await page.keyboard.press('Control+z')
      await page.keyboard.press('Control+z')
      await expect.poll(() => source(page)).toBe(UGLY)
    })
  })
}

test('by key, and when saving where that is wanted; the browser’s own dialog never comes', async ({ playground, page }) => {
  await playground.open(UGLY)
  await page.getByLabel('Code editor').first().focus()
  await page.keyboard.press('Control+s')
  await expect(page.getByText('Saved in this browser')).toBeVisible()
  expect(await source(page)).toBe(UGLY)
  await page.getByRole('button', { name: 'Format when saving' }).click()
  await page.reload()
  await playground.ready()
  await expect(page.getByRole('button', { name: 'Format when saving' })).toHaveAttribute('aria-pressed', 'true')
  await page.getByLabel('Code editor').first().focus()
  await page.keyboard.press('Control+s')
  await expect.poll(() => source(page)).toBe(NEAT)
  await page.keyboard.press('Control+z')
  await expect.poll(() => source(page)).toBe(UGLY)
  await page.keyboard.press('Shift+Alt+f')
  await expect.poll(() => source(page)).toBe(NEAT)
})

test('a text with a fault stays as it is, and the fault is told', async ({ playground, page }) => {
  await playground.open('def f(:\n  pass\n')
  await page.getByRole('button', { name: 'Format', exact: true }).click()
  await expect(page.getByRole('alert').filter({ hasText: 'Not formatted' })).toBeVisible()
  expect(await source(page)).toBe('def f(:\n  pass\n')
})

test('a text that is edited meanwhile is not touched', async ({ playground, page }) => {
  const held: (() => void)[] = []
  await page.routeWebSocket(/\/ws$/, socket => {
    socket.connectToServer().onMessage(message => {
      const answers = typeof message === 'string' && (JSON.parse(message) as { type: string }).type === 'formatted'
      if (answers) held.push(() => socket.send(message))
      else socket.send(message)
    })
  })
  const said: string[] = []
  await page.exposeFunction('noteSaid', (text: string) => said.push(text))
  await playground.open(UGLY)
  const editor = page.getByLabel('Code editor').first()
  await editor.focus()
  await page.keyboard.press('Control+Home')
  await page.getByRole('button', { name: 'Format', exact: true }).click()
  await expect.poll(() => held.length).toBe(1)
  await editor.focus()
  await page.keyboard.type('y = 1 #')
  await expect.poll(() => source(page)).toBe(`y = 1 #${UGLY}`)
  // What is said in passing is soon gone.
  await page.locator('footer').evaluate(place => {
    const { noteSaid } = globalThis as unknown as { noteSaid: (text: string) => void }
    new MutationObserver(() => noteSaid(place.textContent)).observe(place, { childList: true, characterData: true, subtree: true })
  })
  held[0]?.()
  await expect.poll(() => said.join('\n')).toContain('Edited meanwhile, so not formatted')
  expect(await source(page)).toBe(`y = 1 #${UGLY}`)
})
