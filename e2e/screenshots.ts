import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { chromium } from 'playwright'
import { Playground } from './playground.ts'
import config from './playwright.config.ts'
import { startServer } from './server.ts'

/** Makes the README's pictures from a real run: `npm run screenshots` after `npm start` has built everything. */

const FOLDER = join(import.meta.dirname, 'screenshots')
const WIDTHS = [
  { name: 'wide', width: 1440, height: 900 },
  { name: 'medium', width: 1024, height: 768 },
  { name: 'narrow', width: 390, height: 844 },
]
const THEMES = ['light', 'dark'] as const

const PROGRAM = `# Primes up to a bound, as a picture.
from math import isqrt


def is_prime(n: int) -> bool:
    return n > 1 and all(n % d for d in range(2, isqrt(n) + 1))


bound = int(input("Primes up to? "))

for n in range(1, bound + 1):
    colour = 36 if is_prime(n) else 90
    print(f"\\x1b[{colour}m{n:4}\\x1b[0m", end="")
    if n % 10 == 0:
        print()

count = sum(map(is_prime, range(bound + 1)))
print(f"\\n\\x1b[1m{count}\\x1b[0m of {bound} are prime ✨")
`

/** Nearly right: one line of the difference is enough to see it. */
const TILL = `rolls = int(input())
loaves = int(input())
paid = int(input()) * 100

total = rolls * 35 + loaves * 320
print(f"To pay: {total / 100} euros")
print(f"Change: {(paid - total) / 100:.2f} euros")
`

await mkdir(FOLDER, { recursive: true })
await using server = await startServer({ GLOVEBOX_LOG_LEVEL: 'info' })
const browser = await chromium.launch(config.use?.launchOptions ?? {})
for (const colorScheme of THEMES) {
  for (const { name, width, height } of WIDTHS) {
    const context = await browser.newContext({ colorScheme, viewport: { width, height }, reducedMotion: 'reduce', deviceScaleFactor: 1 })
    const playground = new Playground(await context.newPage(), server.url)
    await playground.start(PROGRAM)
    await playground.shows('Primes up to?')
    await playground.type('100\n')
    await playground.says(/^Finished/)
    await playground.page.evaluate(() => document.fonts.ready)
    // The terminal draws with the next frame.
    await playground.page.evaluate(() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done))))
    await playground.page.screenshot({ path: join(FOLDER, `${name}-${colorScheme}.png`) })
    await context.close()
  }
  await pictureExercise(colorScheme)
}
await browser.close()

/** An exercise of the shipped course, with what came of a Check. */
async function pictureExercise(colorScheme: 'light' | 'dark'): Promise<void> {
  const context = await browser.newContext({ colorScheme, viewport: { width: 1440, height: 900 }, reducedMotion: 'reduce' })
  const { page } = new Playground(await context.newPage(), server.url)
  await page.goto(`${server.url}/exercises/bakery-till`)
  await page.locator('.monaco-editor').first().click()
  await page.keyboard.press('ControlOrMeta+A')
  await page.keyboard.insertText(TILL)
  await page
    .getByRole('button', { name: /^Check/ })
    .first()
    .click()
  await page
    .getByText(/\d+ of \d+ tests passed/)
    .first()
    .waitFor()
  await page.evaluate(() => document.fonts.ready)
  await page.screenshot({ path: join(FOLDER, `exercise-${colorScheme}.png`) })
  await context.close()
}
