import { expect, type Playground, test } from './playground.ts'

/** Runs a program that prints an attack and then tells what it was sent, up to the key that is pressed once the terminal is through with the attack. */
async function attack(playground: Playground, bytes: string): Promise<void> {
  await playground.start(`
import os, tty
tty.setcbreak(0)
os.write(1, ${bytes})
print("asked", flush=True)
got = b""
while not got.endswith(b"."): got += os.read(0, 65536)
got = got[:-1]
print("\\r\\ngot", len(got), repr(got[:200]), "end")
`)
  await playground.shows('asked')
  await playground.press('.')
}

test('a program that asks the terminal is answered: who it is, where the cursor is', async ({ playground }) => {
  await attack(playground, 'b"\\x1b[c\\x1b[6n"')
  await playground.shows(/got \d+ b'\\x1b\[\?[\d;]+c\\x1b\[\d+;\d+R' end/)
})

test('a flood of questions gets a bounded number of answers', async ({ playground }) => {
  await attack(playground, 'b"\\x1b[6n" * 5000')
  await playground.shows(/got \d+ .* end/)
  const [, bytes] = /got (\d+)/.exec(await playground.text()) ?? []
  expect(Number(bytes)).toBeGreaterThan(0)
  expect(Number(bytes)).toBeLessThan(1500)
})

test('no answer holds what the program chose: title, colours, settings, clipboard', async ({ playground, page }) => {
  const title = await page.title()
  await attack(
    playground,
    'b"\\x1b]0;evil\\x07\\x1b]2;evil\\x07\\x1b[20t\\x1b[21t\\x1b[18t\\x1b]4;1;?\\x07\\x1b]10;?\\x07\\x1b]11;?\\x07\\x1b]52;c;?\\x07\\x1b]52;c;ZXZpbA==\\x07\\x1bP$qm\\x1b\\\\\\x1bP+q544e\\x1b\\\\\\x1b[>q\\x05"',
  )
  await playground.shows("got 0 b'' end")
  expect(await page.title()).not.toContain('evil')
  expect(title === '' || (await page.title()) === title || (await page.title()).includes('Glovebox')).toBe(true)
})

test('the clipboard stays as it was', async ({ playground, page, context }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write'])
  await playground.open('print("\\x1b]52;c;ZXZpbA==\\x07done")')
  await page.evaluate(() => navigator.clipboard.writeText('mine'))
  await playground.run.click()
  await playground.shows('done')
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe('mine')
})

test('modes that a program leaves on end with it', async ({ playground, page }) => {
  await playground.start('print("\\x1b[?1000h\\x1b[?1003h\\x1b[?1006h\\x1b[?2004h\\x1b[?1h\\x1b[?25lleft on")')
  await playground.says(/^Finished/)
  const modes = () =>
    page.evaluate(() => {
      const { mouseTrackingMode, bracketedPasteMode, applicationCursorKeysMode } = globalThis.gloveboxTerminal?.modes ?? {}
      return { mouseTrackingMode, bracketedPasteMode, applicationCursorKeysMode }
    })
  await expect.poll(modes).toEqual({ mouseTrackingMode: 'none', bracketedPasteMode: false, applicationCursorKeysMode: false })
  await playground.shows('left on')
})

test('a paste brings no control characters', async ({ playground, page }) => {
  await playground.start('import sys\nprint("ready")\nfor line in sys.stdin: print(repr(line))')
  await playground.shows('ready')
  await page.evaluate(() => {
    const data = new DataTransfer()
    data.setData('text/plain', 'one\x1b[201~\x03\r\ntwo\n')
    document.activeElement?.dispatchEvent(new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }))
  })
  await playground.shows("'one[201~\\n'")
  await playground.shows("'two\\n'")
})

test('a link whose text lies shows its address first, and opens nothing but the web', async ({ playground, page, context }) => {
  await playground.start(
    'print("\\x1b]8;;https://example.invalid/evil\\x07https://bank.example\\x1b]8;;\\x07\\n\\x1b]8;;javascript:document.title=1\\x07script\\x1b]8;;\\x07")',
  )
  await playground.says(/^Finished/)
  await playground.shows(/https:\/\/bank\.example\nscript/)
  const opened: string[] = []
  await page.exposeFunction('noteOpened', (address: string) => opened.push(address))
  await page.evaluate(() => {
    window.open = address => {
      void (globalThis as unknown as { noteOpened: (text: string) => void }).noteOpened(String(address))
      return null
    }
  })
  const cell = async (row: number) => {
    const screen = await page.locator('.xterm-screen').boundingBox()
    const rows = await page.evaluate(() => globalThis.gloveboxTerminal?.rows ?? 1)
    return { x: (screen?.x ?? 0) + 20, y: (screen?.y ?? 0) + ((screen?.height ?? 0) / rows) * (row + 0.5) }
  }
  const click = async (row: number): Promise<void> => {
    const { x, y } = await cell(row)
    await page.mouse.move(x + 3, y)
    await page.mouse.move(x, y)
    await page.mouse.click(x, y)
  }
  const dialog = page.getByRole('dialog', { name: 'Open this link?' })
  await click(0)
  await expect(dialog).toContainText('https://example.invalid/evil')
  await page.keyboard.press('Escape')
  await expect(dialog).toBeHidden()
  expect(opened).toEqual([])
  await click(1)
  await expect(dialog).toBeHidden()
  await click(0)
  await dialog.getByRole('button', { name: 'Open' }).click()
  await expect.poll(() => opened).toEqual(['https://example.invalid/evil'])
  expect(context.pages()).toHaveLength(1)
})

test('pictures and strings without an end, every byte, and a line of 20 MB leave the page usable', async ({ playground }) => {
  test.setTimeout(240_000)
  await playground.start(
    'import os\nfor start in (b"\\x1bPq", b"\\x1b]1337;File=inline=1:", b"\\x1b]8;;", b"\\x1b_"): os.write(1, start + b"A" * 300_000)\nos.write(1, bytes(range(256)) * 50 + b"\\xf0\\x9f\\xc0\\xaf")\nos.write(1, b"\\x1b\\\\\\x1bc")\nprint("x" * 20_000_000)\nprint("\\nend")',
  )
  await expect(playground.status).toHaveText(/^Finished/, { timeout: 100_000 })
  await playground.shows('end')
  await playground.run.click()
  await expect(playground.status).toHaveText(/^Finished/, { timeout: 100_000 })
})

test('characters that turn text around do not', async ({ playground }) => {
  await playground.start('print("a\\u202ebc\\u2066de\\u2069f")')
  await playground.says(/^Finished/)
  await expect.poll(async () => (await playground.text()).replace(/[^a-f]/g, '')).toBe('abcdef')
})

test('the status line says how strong the box is', async ({ playground, page }) => {
  await playground.open()
  await expect(page.getByText('standard box')).toBeVisible()
})
