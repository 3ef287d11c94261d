import { expect, test } from './playground.ts'

test('a program that is typed into the editor asks, is answered, and ends', async ({ playground, page }) => {
  await playground.open('')
  await page.getByLabel('Code editor').first().focus()
  await page.keyboard.type('name = input("Name? "); print(f"Hello {name}")')
  await page.keyboard.press('Control+Enter')
  await playground.shows('Name?')
  await playground.type('Ada\n')
  await playground.shows('Name? Ada\nHello Ada')
  await playground.says(/^Finished in \d+(\.\d+)? m?s, \d+ MB$/)
})

test('the first visit shows a program that asks for a name', async ({ playground }) => {
  await playground.open()
  await playground.run.click()
  await playground.shows('What is your name?')
  await playground.type('Grace\n')
  await playground.shows('Hello, Grace!')
})

test('Ctrl-C interrupts', async ({ playground }) => {
  await playground.start('import time\nprint("started")\ntime.sleep(600)')
  await playground.shows('started')
  await playground.press('Control+c')
  await playground.shows('KeyboardInterrupt')
  await playground.says(/^Interrupted after|^Exited with code/)
})

test('Ctrl-D ends the input', async ({ playground }) => {
  await playground.start('import sys\nprint("ready")\nprint(len(sys.stdin.read()), "characters")')
  await playground.shows('ready')
  await playground.type('abc\n')
  await playground.press('Control+d')
  await playground.shows('4 characters')
})

test('lines are edited before they are sent', async ({ playground }) => {
  await playground.start('print(repr(input("> ")))')
  await playground.shows('>')
  await playground.type('né日x')
  await playground.press('Backspace')
  await playground.press('Backspace')
  await playground.type('!\n')
  await playground.shows("'né!'")
})

test('the program sees the size of the terminal, and every change of it', async ({ playground, page }) => {
  await playground.start(
    'import shutil, signal, time\nsay = lambda *a: print("size", *shutil.get_terminal_size(), flush=True)\nsignal.signal(signal.SIGWINCH, say)\nsay()\nwhile True: time.sleep(1)',
  )
  const size = () => page.evaluate(() => `size ${globalThis.gloveboxTerminal?.cols} ${globalThis.gloveboxTerminal?.rows}`)
  const before = await size()
  await playground.shows(before)
  await page.setViewportSize({ width: 1000, height: 600 })
  await expect.poll(size).not.toBe(before)
  // It may change more than once.
  await expect.poll(async () => (await playground.text()).includes(await size())).toBe(true)
  await playground.stop.click()
  await playground.says(/^Stopped after/)
})

test('a curses program has the whole screen and its keys, and gives the screen back', async ({ playground }) => {
  await playground.start(`
import curses
def main(screen):
    curses.curs_set(0)
    screen.addstr(2, 4, "move me")
    while True:
        key = screen.getkey()
        screen.addstr(4, 4, "key " + key + "   ")
        if key == "q": return
print("before")
curses.wrapper(main)
print("after")`)
  await playground.shows(/^ {4}move me/m)
  expect(await playground.text()).not.toContain('before')
  await playground.press('ArrowUp')
  await playground.shows('key KEY_UP')
  await playground.type('q')
  await playground.shows(/before\nafter$/)
})

test('colours, wide characters and emoji', async ({ playground, page }) => {
  await playground.start('print("\\x1b[31mred\\x1b[0m 日本語 👩‍🚀 é|")')
  await playground.shows('red 日本語 👩‍🚀 é|')
  const cells = await page.evaluate(() => {
    const line = globalThis.gloveboxTerminal?.buffer.active.getLine(0)
    return { colour: line?.getCell(0)?.getFgColor(), end: line?.translateToString(true, 0, 16) }
  })
  // Three letters, a space, three characters of two cells, a space, one of two cells, a space, and two of one.
  expect(cells).toEqual({ colour: 1, end: 'red 日本語 👩‍🚀 é|' })
})

test('text is pasted, and copied with Ctrl-C when some is selected', async ({ playground, page, context }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write'])
  await playground.start('print(repr(input("> ")))\ninput()')
  await playground.shows('>')
  await page.evaluate(() => navigator.clipboard.writeText('pasted text'))
  await playground.press('Control+v')
  await playground.press('Enter')
  await playground.shows("'pasted text'")
  await page.evaluate(() => globalThis.gloveboxTerminal?.selectLines(0, 0))
  await playground.press('Control+c')
  await expect.poll(() => page.evaluate(() => navigator.clipboard.readText())).toContain('> pasted text')
  await playground.says('Running')
  await playground.press('Enter')
  await playground.says(/^Finished/)
})

test('a full-screen program that is stopped gives the screen back', async ({ playground }) => {
  await playground.start('print("before")\nprint("\\x1b[?1049h\\x1b[44m\\x1b[2J", end="blue", flush=True)\ninput()')
  await playground.shows('blue')
  await playground.stop.click()
  await playground.says(/^Stopped after/)
  await playground.shows(/^before$/)
})

test('an endless loop that prints is stopped by Ctrl-C', async ({ playground }) => {
  await playground.start('while True: print("y")')
  await playground.shows('y\ny\ny')
  await playground.press('Control+c')
  await playground.shows('KeyboardInterrupt')
  await expect(playground.stop).toBeDisabled()
})

test('an endless loop that prints is stopped by Stop', async ({ playground }) => {
  await playground.start('import signal\nsignal.signal(signal.SIGTERM, signal.SIG_IGN)\nwhile True: print("y")')
  await playground.shows('y\ny\ny')
  await playground.stop.click()
  await playground.says(/^Stopped after/)
})

test('50 MB of output: the page stays usable, and the server small', async ({ playground, page, server }) => {
  test.setTimeout(240_000)
  const memory = async () => {
    const { readFile } = await import('node:fs/promises')
    const status = await readFile(`/proc/${server.process.pid}/status`, 'utf8')
    return Number(/VmRSS:\s+(\d+)/.exec(status)?.[1]) / 1024
  }
  await playground.start('import sys\nline = "x" * 99 + "\\n"\nfor _ in range(500_000): sys.stdout.write(line)\nprint("THE END")')
  await playground.shows('xxxx')
  const before = await memory()
  // While it floods, the page answers: the theme changes at once.
  await page.getByRole('button', { name: /^Theme/ }).click()
  await expect(page.getByRole('button', { name: /^Theme: light/ })).toBeVisible()
  await expect(playground.status).toHaveText(/^Finished in/, { timeout: 200_000 })
  await playground.shows(/THE END$/)
  // 50 MB went through; none of it stayed.
  await expect.poll(async () => (await memory()) - before).toBeLessThan(60)
})

test('a reload takes up the run where it was', async ({ playground, page }) => {
  await playground.start('print("first question")\na = input("a? ")\nb = input("b? ")\nprint(a + b)')
  await playground.shows('a?')
  await playground.type('one\n')
  await playground.shows('b?')
  await page.reload()
  await playground.shows('first question\na? one\nb?')
  await playground.says('Running')
  await page.getByRole('region', { name: 'Terminal' }).click()
  await playground.type('two\n')
  await playground.shows('onetwo')
  await playground.says(/^Finished/)
})

test('a lost connection comes back to the same run', async ({ playground, page }) => {
  const connections: (() => Promise<unknown>)[] = []
  await page.routeWebSocket(/\/ws$/, socket => {
    const server = socket.connectToServer()
    connections.push(() => Promise.all([server.close(), socket.close()]))
  })
  await playground.start('import time\nfor n in range(1, 600):\n    print("tick", n, flush=True)\n    time.sleep(0.25)')
  await playground.shows('tick 2')
  expect(connections).toHaveLength(1)
  await connections[0]?.()
  // Nothing more comes over the first connection.
  const shown = (await playground.text()).split('\n').length
  const ticks = Array.from({ length: shown + 4 }, (_, at) => `tick ${at + 1}`)
  await playground.shows(new RegExp(`^${ticks.join('\\n')}\\n`))
  expect(connections).toHaveLength(2)
  await playground.stop.click()
  await playground.says(/^Stopped after/)
})

test('Clear empties the terminal, and the program goes on', async ({ playground, page }) => {
  await playground.start('print("old line")\ninput()\nprint("new line")')
  await playground.shows('old line')
  await page.getByRole('button', { name: 'Clear', exact: true }).click()
  await expect.poll(() => playground.text()).not.toContain('old line')
  await page.getByRole('region', { name: 'Terminal' }).click()
  await playground.press('Enter')
  await playground.shows('new line')
})
