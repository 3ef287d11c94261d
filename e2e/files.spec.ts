import { readFileSync } from 'node:fs'
import AxeBuilder from '@axe-core/playwright'
import type { Download, Locator, Page } from '@playwright/test'
import { strFromU8, unzipSync } from 'fflate'
import { expect, type Playground, test } from './playground.ts'

const tree = (page: Page): Locator => page.getByRole('tree', { name: 'Files', exact: true })
const written = (page: Page): Locator => page.getByRole('tree', { name: 'Written by the program' })
const row = (page: Page, name: string): Locator => tree(page).getByRole('treeitem', { name })
const tab = (page: Page, name: string): Locator => page.getByRole('tab', { name })
const alert = (page: Page, text: string | RegExp): Locator => page.getByRole('alert').filter({ hasText: text })

async function addFile(page: Page, name: string, content: string): Promise<void> {
  await page.getByRole('button', { name: 'New file' }).first().click()
  await page.getByLabel('Name of the new file').fill(name)
  await page.keyboard.press('Enter')
  await expect(tab(page, name.slice(name.lastIndexOf('/') + 1))).toHaveAttribute('aria-selected', 'true')
  await page.getByLabel('Code editor').first().focus()
  await page.keyboard.insertText(content)
}

async function choose(page: Page, name: string, action: string): Promise<void> {
  await page.getByRole('button', { name: `Actions for ${name}` }).click({ force: true })
  await page.getByRole('menuitem', { name: action }).click()
}

/** Drops files onto the page as a file manager does. */
async function drop(page: Page, files: readonly { readonly name: string; readonly bytes: readonly number[] }[]): Promise<void> {
  await page.evaluate(all => {
    const dataTransfer = new DataTransfer()
    for (const { name, bytes } of all) dataTransfer.items.add(new File([Uint8Array.from(bytes)], name))
    const target = document.querySelector('main') ?? document.body
    for (const type of ['dragenter', 'dragover', 'drop'])
      target.dispatchEvent(new DragEvent(type, { dataTransfer, bubbles: true, cancelable: true }))
  }, files)
}

async function bytesOf(download: Download): Promise<Buffer> {
  return readFileSync(await download.path())
}

async function again(playground: Playground): Promise<void> {
  await playground.run.click()
  await playground.says(/^(Finished|Exited)/)
}

test('a page with one file shows no list, and several files import one another', async ({ playground, page }) => {
  await playground.open('from lib.shapes import area\nprint("area", area(3, 4))\n')
  await expect(tree(page)).toHaveCount(0)
  await addFile(page, 'lib/shapes.py', 'def area(w, h): return w * h')
  await expect(row(page, 'main.py')).toBeVisible()
  await expect(row(page, 'lib')).toHaveAttribute('aria-expanded', 'true')
  await again(playground)
  await playground.shows('area 12')
  await page.reload()
  await playground.ready()
  await expect(tab(page, 'shapes.py')).toHaveAttribute('aria-selected', 'true')
  await again(playground)
  await playground.shows('area 12')
})

test('each tab keeps its own text and cursor', async ({ playground, page }) => {
  await playground.open('print(1)\n')
  await addFile(page, 'other.py', 'print(2)')
  await tab(page, 'main.py').click()
  await expect(page.locator('.view-lines').first()).toContainText('print(1)')
  await page.keyboard.press('ArrowRight')
  await expect(tab(page, 'other.py')).toBeFocused()
  await expect(page.locator('.view-lines').first()).toContainText('print(2)')
  await page.keyboard.press('Delete')
  await expect(tab(page, 'other.py')).toHaveCount(0)
  await expect(tab(page, 'main.py')).toBeFocused()
  await row(page, 'other.py').click()
  await expect(page.locator('.view-lines').first()).toContainText('print(2)')
})

test('files are renamed by keyboard, and names that cannot be are refused with the reason', async ({ playground, page }) => {
  await playground.open('import helper\n')
  await addFile(page, 'wrong.py', 'print("helped")')
  await row(page, 'wrong.py').focus()
  await page.keyboard.press('F2')
  const field = page.getByLabel('New name of wrong.py')
  await field.fill('main.py')
  await expect(page.getByText('There is a file "main.py" already.')).toBeVisible()
  await page.keyboard.press('Enter')
  await expect(field).toBeVisible()
  await field.fill('../up.py')
  await expect(page.getByText('"../up.py" is not a relative file name.')).toBeVisible()
  await field.fill('helper.py')
  await page.keyboard.press('Enter')
  await expect(row(page, 'helper.py')).toBeVisible()
  await expect(tab(page, 'helper.py')).toBeVisible()
  await again(playground)
  await playground.shows('helped')
})

test('a file that was deleted comes back by Undo', async ({ playground, page }) => {
  await playground.open('import helper\n')
  await addFile(page, 'helper.py', 'print("helped")')
  await row(page, 'helper.py').focus()
  await page.keyboard.press('Delete')
  await expect(row(page, 'helper.py')).toHaveCount(0)
  await page.getByRole('button', { name: 'Undo' }).click()
  await expect(row(page, 'helper.py')).toBeVisible()
  await expect(page.locator('.view-lines').first()).toContainText('print("helped")')
  await again(playground)
  await playground.shows('helped')
})

test('a new file of an old name does not have the old text', async ({ playground, page }) => {
  await playground.open('')
  await addFile(page, 'a.py', '')
  await addFile(page, 'b.py', 'print("old")')
  await row(page, 'b.py').focus()
  await page.keyboard.press('Delete')
  await addFile(page, 'b.py', 'print("new")')
  await expect(page.locator('.view-lines').first()).toHaveText('print("new")')
})

test('another file can be made the main one', async ({ playground, page }) => {
  await playground.open('print("first")\n')
  await addFile(page, 'second.py', 'print("second")')
  await choose(page, 'second.py', 'Make it the main file')
  await expect(tab(page, 'second.py, main file')).toBeVisible()
  await again(playground)
  await playground.shows('second')
  await page.reload()
  await playground.ready()
  await expect(tab(page, 'second.py, main file')).toBeVisible()
})

test('text and binary files are uploaded by button and by dropping, and survive a reload', async ({ playground, page }) => {
  await playground.open('print(open("words.txt").read().strip(), list(open("raw.bin", "rb").read()))\n')
  await drop(page, [{ name: 'words.txt', bytes: [...Buffer.from('größe')] }])
  await expect(row(page, 'words.txt')).toBeVisible()
  await page.getByLabel('Files to upload').setInputFiles([{ name: 'raw.bin', mimeType: '', buffer: Buffer.from([0, 255, 7]) }])
  await expect(row(page, 'raw.bin')).toContainText('3 bytes')
  await row(page, 'raw.bin').click()
  await expect(page.getByText('binary, 3 bytes')).toBeVisible()
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('tabpanel').getByRole('button', { name: 'Download' }).click(),
  ])
  expect([...(await bytesOf(download))]).toEqual([0, 255, 7])
  await again(playground)
  await playground.shows('größe [0, 255, 7]')
  await page.reload()
  await expect(page.getByText('binary, 3 bytes')).toBeVisible()
  await again(playground)
  await playground.shows('größe [0, 255, 7]')
})

test('what is too large to upload is refused with its limit', async ({ playground, page }) => {
  await playground.open('')
  await drop(page, [{ name: 'ok.txt', bytes: [65] }])
  await page.getByLabel('Files to upload').setInputFiles([{ name: 'big.bin', mimeType: '', buffer: Buffer.alloc(4_300_000) }])
  await expect(alert(page, 'The file is 4.1 MB; the limit is 4 MB.')).toBeVisible()
  await page.getByLabel('Files to upload').setInputFiles([{ name: 'big.txt', mimeType: '', buffer: Buffer.alloc(1_200_000, 65) }])
  await expect(alert(page, 'The text files are 1.14 MB together; the limit is 1 MB.')).toBeVisible()
  await expect(row(page, 'big')).toHaveCount(0)
})

test('an upload takes the place of a file of its name, and Undo brings that back', async ({ playground, page }) => {
  await playground.open('print(open("d.txt").read())')
  await drop(page, [{ name: 'd.txt', bytes: [49] }])
  await expect(row(page, 'd.txt')).toBeVisible()
  await drop(page, [{ name: 'd.txt', bytes: [50] }])
  await expect(alert(page, '"d.txt" was replaced.')).toBeVisible()
  await again(playground)
  await playground.shows('2')
  await drop(page, [{ name: 'd.txt', bytes: [51] }])
  await page.getByRole('button', { name: 'Undo' }).click()
  await again(playground)
  await playground.shows('2')
})

test('arguments and preset input reach the program, and are remembered', async ({ playground, page }) => {
  await playground.open('import sys\nprint(sys.argv[1:], sys.stdin.read().split())\n')
  await page.getByRole('button', { name: 'Run settings' }).click()
  await page.getByLabel('Program arguments').fill('--name "Ada Lovelace" \'')
  await expect(page.getByText("A quote ' is not closed.")).toBeVisible()
  await page.getByLabel('Program arguments').fill('--name "Ada Lovelace"')
  await expect(page.getByRole('list', { name: 'Arguments, as they are split' }).getByRole('listitem')).toHaveText([
    '--name',
    'Ada Lovelace',
  ])
  await page.getByLabel('Standard input', { exact: true }).fill('one two\nthree\n')
  await expect(page.getByLabel('Use as standard input')).toBeChecked()
  const { violations } = await new AxeBuilder({ page }).analyze()
  expect(violations.filter(({ impact }) => impact === 'serious' || impact === 'critical').map(({ id }) => id)).toEqual([])
  await page.getByRole('button', { name: 'Done' }).click()
  await again(playground)
  await playground.shows("['--name', 'Ada Lovelace'] ['one', 'two', 'three']")
  await page.reload()
  await playground.ready()
  await expect(page.getByRole('button', { name: 'Run settings, in use' })).toBeVisible()
  await again(playground)
  await playground.shows("['--name', 'Ada Lovelace'] ['one', 'two', 'three']")
})

test('what a program writes is listed, opened, downloaded, removed, and there for the next run', async ({ playground, page }) => {
  await playground.open(
    'import os\nos.makedirs("out", exist_ok=True)\nprint("before:", sorted(os.listdir("out")))\nopen("out/t.csv", "w").write("a,b\\n")\nopen("raw.bin", "wb").write(bytes([0, 9]))\n',
  )
  await again(playground)
  await playground.shows('before: []')
  await expect(written(page).getByRole('treeitem', { name: 't.csv' })).toContainText('4 bytes')
  await again(playground)
  await playground.shows("before: ['t.csv']")
  const [csv] = await Promise.all([page.waitForEvent('download'), choose(page, 'out/t.csv', 'Download')])
  expect(csv.suggestedFilename()).toBe('t.csv')
  expect((await bytesOf(csv)).toString()).toBe('a,b\n')
  const [zip] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: 'Download all files' }).click()])
  const files = unzipSync(await bytesOf(zip))
  expect(Object.keys(files).toSorted()).toEqual(['main.py', 'out/t.csv', 'raw.bin'])
  expect(strFromU8(files['out/t.csv'] ?? new Uint8Array())).toBe('a,b\n')
  await choose(page, 'raw.bin', 'Delete')
  await expect(written(page).getByRole('treeitem', { name: 'raw.bin' })).toHaveCount(0)
  const { violations } = await new AxeBuilder({ page }).analyze()
  expect(violations.filter(({ impact }) => impact === 'serious' || impact === 'critical').map(({ id }) => id)).toEqual([])
})

test('a text that a program writes opens in the editor', async ({ playground, page }) => {
  await playground.open('open("notes.txt", "w").write("by the program")\n')
  await again(playground)
  await written(page).getByRole('treeitem', { name: 'notes.txt' }).click()
  await expect(tab(page, 'notes.txt')).toHaveAttribute('aria-selected', 'true')
  await expect(page.locator('.view-lines').first()).toContainText('by the program')
})

test('what a program writes to a file of the page comes back to the page, unless that was edited meanwhile', async ({
  playground,
  page,
}) => {
  await playground.open('n = int(open("count.txt").read())\nprint("was", n)\nopen("count.txt", "w").write(str(n + 1))\n')
  await addFile(page, 'count.txt', '1')
  await again(playground)
  await playground.shows('was 1')
  await expect(page.locator('.view-lines').first()).toHaveText('2')
  await again(playground)
  await playground.shows('was 2')
  await expect(page.locator('.view-lines').first()).toHaveText('3')
  await tab(page, 'main.py').click()
  await page.getByLabel('Code editor').first().focus()
  await page.keyboard.press('Control+A')
  await page.keyboard.insertText('input()\nopen("count.txt", "w").write("theirs")\n')
  await playground.run.click()
  await playground.says('Running')
  await tab(page, 'count.txt').click()
  await page.getByLabel('Code editor').first().focus()
  await page.keyboard.press('Control+A')
  await page.keyboard.insertText('mine')
  await page.getByRole('region', { name: 'Terminal' }).click()
  await playground.press('Enter')
  await expect(alert(page, 'which you have edited meanwhile. Your text was kept.')).toBeVisible()
  await expect(page.locator('.view-lines').first()).toHaveText('mine')
  await page.getByRole('button', { name: 'Take the program’s' }).click()
  await expect(page.locator('.view-lines').first()).toHaveText('theirs')
})

test('the console takes statements, with the files at hand', async ({ playground, page }) => {
  await playground.open('answer = 42\n')
  await page.getByRole('button', { name: 'Console' }).click()
  await playground.shows('>>>')
  await playground.type('import main; print("it is", main.answer)\n')
  await playground.shows('it is 42')
  await playground.stop.click()
  await playground.says(/^Stopped/)
})

for (const colorScheme of ['light', 'dark'] as const)
  for (const width of [1440, 390])
    test(`axe finds nothing serious in the open list of files, ${colorScheme}, ${width} px`, async ({ playground, page }) => {
      await page.emulateMedia({ colorScheme })
      await page.setViewportSize({ width, height: 844 })
      await playground.open('open("t.txt", "w").write("x")')
      await addFile(page, 'lib/a.py', '')
      await drop(page, [{ name: 'raw.bin', bytes: [0] }])
      await again(playground)
      if (width === 390 && (await tree(page).count()) === 0) await page.getByRole('button', { name: /^Files/ }).click()
      await expect(written(page)).toBeVisible()
      await page.getByRole('button', { name: 'Actions for main.py' }).click({ force: true })
      await expect(page.getByRole('menu')).toBeVisible()
      const { violations } = await new AxeBuilder({ page }).analyze()
      const serious = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical')
      expect(serious.map(({ id, nodes }) => ({ id, where: nodes.map(node => node.html) }))).toEqual([])
      expect(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(true)
    })
