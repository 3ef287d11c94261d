import { AxeBuilder } from '@axe-core/playwright'
import type { Locator, Page } from '@playwright/test'
import { drawn, MAKE_PNG } from './pictures.ts'
import { expect, type Playground, test } from './playground.ts'

const panel = (page: Page): Locator => page.getByRole('region', { name: 'Output', exact: true })
const strip = (page: Page): Locator => panel(page).getByRole('listbox', { name: 'Pictures of this run' })
const run = (playground: Playground, program: string): Promise<void> => playground.start(`${MAKE_PNG}\n${program}\nprint("end")\n`)

const HALVES = 'png(40, 20, lambda x, y: (255, 0, 0) if x < 20 else (0, 0, 255))'

/** Both halves are drawn in the terminal, once: about 400 pixels each. */
async function halvesDrawn(page: Page): Promise<boolean> {
  const { red, blue } = await drawn(page)
  return [red, blue].every(pixels => pixels > 300 && pixels < 600)
}

/** The colour in the middle of each half of the picture that is shown large. */
function shownColours(page: Page): Promise<string[]> {
  return panel(page)
    .locator('section img')
    .evaluate(async image => {
      const picture = image as HTMLImageElement
      await picture.decode()
      const canvas = document.createElement('canvas')
      canvas.width = picture.naturalWidth
      canvas.height = picture.naturalHeight
      const context = canvas.getContext('2d')
      context?.drawImage(picture, 0, 0)
      const at = (x: number): string =>
        [...(context?.getImageData(x * canvas.width, canvas.height / 2, 1, 1).data.slice(0, 3) ?? [])].join()
      return [at(0.25), at(0.75)]
    })
}

test('a picture that a program prints is drawn in the terminal and shown among the plots, without taking the focus', async ({
  playground,
  page,
}) => {
  await run(playground, `show(${HALVES}, name=base64.b64encode(b"halves.png").decode())\nprint("hello", input("? "))`)
  await playground.shows('?')
  await expect.poll(() => halvesDrawn(page)).toBe(true)
  await expect(panel(page)).toBeVisible()
  // Nobody had to click into the terminal.
  await playground.type('Ada\n')
  await playground.shows('hello Ada')
  await playground.says(/^Finished/)
  expect(await shownColours(page)).toEqual(['255,0,0', '0,0,255'])
  await expect(panel(page).getByText('halves.png')).toBeVisible()
})

test('a picture can be enlarged, copied and downloaded', async ({ playground, page, context }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write'])
  await run(playground, `show(${HALVES})`)
  await playground.says(/^Finished/)
  const image = panel(page).locator('section img')
  await expect(image).toHaveCSS('width', '40px')
  await panel(page).getByRole('button', { name: 'Larger' }).click()
  await expect(image).toHaveCSS('width', '60px')
  await panel(page)
    .getByRole('region', { name: /Picture 1/ })
    .press('+')
  await expect(image).toHaveCSS('width', '80px')
  await image.hover()
  await page.mouse.wheel(0, -100)
  await expect(image).toHaveCSS('width', '120px')
  await page.keyboard.press('0')
  await panel(page).getByRole('button', { name: 'Copy picture' }).click()
  await expect(panel(page).getByText('Copied')).toBeVisible()
  const copied = await page.evaluate(async () => {
    const [item] = await navigator.clipboard.read()
    const bitmap = await createImageBitmap((await item?.getType('image/png')) as Blob)
    return [bitmap.width, bitmap.height]
  })
  expect(copied).toEqual([40, 20])
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    panel(page).getByRole('button', { name: 'Download picture' }).click(),
  ])
  expect(download.suggestedFilename()).toBe('Picture 1.png')
})

test('the plots are those of the last run; closed, they stay closed until they are asked for', async ({ playground, page }) => {
  await run(playground, `for n in range(3): show(${HALVES})`)
  await playground.says(/^Finished/)
  await expect(strip(page).getByRole('option')).toHaveCount(3)
  await strip(page).getByRole('option', { name: 'Picture 3' }).focus()
  await page.keyboard.press('Home')
  await expect(strip(page).getByRole('option', { name: 'Picture 1' })).toHaveAttribute('aria-selected', 'true')
  await panel(page).getByRole('button', { name: 'Close the output' }).click()
  await playground.run.click()
  await playground.says(/^Running|^Finished/)
  await playground.says(/^Finished/)
  await expect(panel(page)).toBeHidden()
  await page.getByRole('button', { name: 'Plots 3' }).click()
  await expect(strip(page).getByRole('option')).toHaveCount(3)
})

test('sixels are drawn in place, and none is larger than the page stands', async ({ playground, page }) => {
  // Six rows of 30 green pixels; then one that says that it is 16 million rows high.
  await playground.start(
    'print("\\x1bPq\\"1;1;30;6#1;2;0;100;0#1!30~\\x1b\\\\")\nprint("\\x1bPq\\"1;1;1;16000000#1;2;0;100;0#1~\\x1b\\\\")\nprint("end")',
  )
  await playground.says(/^Finished/)
  await playground.shows('end')
  await expect.poll(async () => (await drawn(page)).green).toBeGreaterThan(130)
  expect((await drawn(page)).green).toBeLessThan(270)
  const lines = await page.evaluate(() => globalThis.gloveboxTerminal?.buffer.active.length)
  expect(lines).toBeLessThan(500)
})

test('a bomb is not decoded, broken pictures are told of, and the rest goes on', async ({ playground, page }) => {
  await run(
    playground,
    [
      'show(png(1, 1, lambda x, y: (0, 0, 0), claim=(30000, 30000)))',
      'show(b"no picture at all, but long enough to be one")',
      'show(png(8, 8, lambda x, y: (0, 255, 0))[:60])',
      'sys.stdout.write("\\x1b]1337;File=inline=1;size=99999999999:iVBORw0KG\\a\\x1b]1337;SetUserVar=a=Yg==\\a\\x1b]1337;ReportCellSize\\a")',
      `show(${HALVES})`,
    ].join('\n'),
  )
  await playground.says(/^Finished/)
  await playground.shows('end')
  await expect.poll(() => halvesDrawn(page)).toBe(true)
  expect((await drawn(page)).green).toBe(0)
  await expect(panel(page).getByRole('note')).toContainText('pictures could not be shown')
})

test('a flood of pictures leaves the page responsive, and the run ends', async ({ playground, page }) => {
  await run(
    playground,
    `print("go", flush=True)\nsmall = png(8, 8, lambda x, y: (0, 255, 0))\nfor n in range(150):\n    show(small)\n    sys.stdout.write("\\x1bPq#1;2;0;100;0#1!9~-~\\x1b\\\\")\nprint()`,
  )
  await playground.shows('go')
  // While they come, the page goes on drawing, and can be used.
  for (let frame = 0; frame < 20; frame++) await page.evaluate(() => new Promise(done => requestAnimationFrame(() => done(0))))
  await page.getByRole('combobox', { name: 'Language' }).focus()
  await playground.says(/^Finished/)
  await playground.shows('end')
  await expect(panel(page).getByText('The last 24 of 150 pictures')).toBeVisible()
  await expect(strip(page).getByRole('option')).toHaveCount(24)
})

test('a flood of pictures without an end is stopped', async ({ playground, page }) => {
  await run(playground, `print("go", flush=True)\nsmall = png(8, 8, lambda x, y: (0, 255, 0))\nwhile True:\n    show(small)`)
  await playground.shows('go')
  await expect(panel(page).getByText(/The last 24 of \d+ pictures/)).toBeVisible()
  await playground.stop.click()
  await playground.says(/^Stopped/)
})

test('the terminal goes on when what reads its output throws', async ({ playground, page }) => {
  await playground.open('print("one\\x1b]777;throw\\x07two")\nprint("x" * 600_000)\nprint("end")')
  await page.evaluate(() => {
    globalThis.gloveboxTerminal?.parser.registerOscHandler(777, () => {
      throw new Error('as a decoder of pictures may')
    })
  })
  await playground.run.click()
  await playground.says(/^Finished/)
  await playground.shows('end')
})

test('plt.show() shows the plot, without any setup', async ({ playground, page }) => {
  await playground.start(
    'import matplotlib.pyplot as plt\nplt.figure(figsize=(3, 2), facecolor=(1, 0, 0))\nplt.plot([1, 2, 4])\nplt.show()\nprint("end")',
  )
  await playground.says(/^Finished/)
  await expect(panel(page)).toBeVisible()
  await expect.poll(async () => (await drawn(page)).red).toBeGreaterThan(1000)
})

for (const colorScheme of ['light', 'dark'] as const) {
  test(`nothing in the ${colorScheme} page with plots is out of anybody's reach`, async ({ playground, page }) => {
    await page.emulateMedia({ colorScheme })
    await run(playground, `for n in range(3): show(${HALVES})\nshow(b"broken" * 20)`)
    await playground.says(/^Finished/)
    await expect(strip(page)).toBeVisible()
    const { violations } = await new AxeBuilder({ page }).analyze()
    expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map(node => node.html).join(' ')}`)).toEqual([])
  })
}
