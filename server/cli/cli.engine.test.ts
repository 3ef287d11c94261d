import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { PUT_BACK } from '../protocol/clean-output.ts'
import { findPython } from '../test-box.ts'
import { eventually, serveApp, type TestServer } from '../test-server.ts'
import { TestTerminal } from '../test-terminal.ts'

const GLOVEBOX = join(import.meta.dirname, 'glovebox.mjs')

let server: Omit<TestServer, 'engine'>
let folder = ''

beforeAll(async () => {
  const { engine, profile, image } = await findPython()
  server = await serveApp({ engine, profiles: [profile], image })
  folder = await mkdtemp(join(tmpdir(), 'glovebox-cli-'))
})
afterAll(async () => {
  await server[Symbol.asyncDispose]()
  await rm(folder, { recursive: true })
})

/** A Python program in a terminal. */
async function open(source: string, ...args: string[]): Promise<TestTerminal> {
  await writeFile(join(folder, 'main.py'), source)
  return new TestTerminal([process.execPath, GLOVEBOX, 'run', join(folder, 'main.py'), ...args], {
    GLOVEBOX_URL: `http://127.0.0.1:${server.port}`,
  })
}

describe('a program in a person’s terminal', () => {
  it('asks, and is answered', async () => {
    using terminal = await open('import sys\nprint(f"Hello {input(\'Name? \')}", sys.argv[1:])\nexit(4)', 'a b')
    await terminal.until('Name? ')
    terminal.type('Zoë\r')
    const { status, output, isRestored } = await terminal.ended()
    expect(output).toBe(`Name? Zoë\r\nHello Zoë ['a b']\r\n${PUT_BACK}`)
    expect([status, isRestored]).toEqual([4, true])
  })

  it('takes keys one by one, without their being shown', async () => {
    using terminal = await open(
      'import sys, tty\ntty.setraw(0)\nprint("ready", end="", flush=True)\nprint(repr([sys.stdin.buffer.raw.read(1) for _ in range(3)]))',
    )
    await terminal.until('ready')
    terminal.type('a\x1b')
    terminal.type('\x04')
    expect((await terminal.ended()).output).toContain("ready[b'a', b'\\x1b', b'\\x04']")
  })

  it('is interrupted by Ctrl-C, and goes on if it likes', async () => {
    using terminal = await open(
      'import time\nprint("up", flush=True)\ntry: time.sleep(60)\nexcept KeyboardInterrupt: print("interrupted")\nexit(5)',
    )
    await terminal.until('up')
    terminal.type('\x03')
    const { status, output, isRestored } = await terminal.ended()
    expect([status, isRestored, output.includes('interrupted')]).toEqual([5, true, true])
  })

  it('ends with the status of its signal', async () => {
    using terminal = await open('import os; os.kill(os.getpid(), 11)')
    const { status, output } = await terminal.ended()
    expect([status, output]).toEqual([139, expect.stringContaining('glovebox: Crashed with SIGSEGV')])
  })

  it('ends by Ctrl-C three times, whatever it makes of it', async () => {
    using terminal = await open(
      'import signal\nsignal.signal(signal.SIGINT, signal.SIG_IGN)\nprint("deaf", flush=True)\nwhile True: signal.pause()',
    )
    await terminal.until('deaf')
    terminal.type('\x03')
    terminal.type('\x03')
    terminal.type('\x03')
    expect(await terminal.ended()).toMatchObject({ status: 130, isRestored: true })
  })

  it('reads to the end of input, by Ctrl-D', async () => {
    using terminal = await open('import sys\nprint("go", flush=True)\nprint(repr(sys.stdin.read()))')
    await terminal.until('go')
    terminal.type('one\rtwo\r\x04')
    expect((await terminal.ended()).output).toContain("'one\\ntwo\\n'")
  })

  it('is told the size of the window, and when that changes', async () => {
    using terminal = await open(
      'import os, signal\nsignal.signal(signal.SIGWINCH, lambda *_: None)\nprint(os.get_terminal_size(), flush=True)\nwhile os.get_terminal_size().columns == 80: signal.sigtimedwait([], 0.05)\nprint(os.get_terminal_size())',
    )
    await terminal.until('columns=80, lines=24')
    await terminal.resize(100, 31)
    expect((await terminal.ended()).output).toContain('columns=100, lines=31')
  })

  it('has a terminal that no output harms, and that is put back when it is killed', async () => {
    using terminal = await open(
      'import time\nprint("\\x1b]0;title\\x07\\x1b[?1049h\\x1b[?1003h\\x1b[31mon\\x1b]52;c;eA==\\x07", flush=True)\ntime.sleep(60)',
    )
    await terminal.until('on')
    terminal.kill('SIGTERM')
    const { status, output, isRestored } = await terminal.ended()
    expect([status, isRestored]).toEqual([143, true])
    expect(output).toBe(`\x1b[?1049h\x1b[?1003h\x1b[31mon\r\n${PUT_BACK}`)
  })

  it('has what it asked the terminal answered, and the shell has not', async () => {
    const answer = '1;1R'
    // The shell takes its time afterwards: what is answered to it is shown.
    const around = '"$0" "$@"; status=$?; sleep 0.5; exit $status'
    const ask = async () => {
      await writeFile(join(folder, 'main.py'), 'print("\\x1b[6n", end="", flush=True)')
      using terminal = new TestTerminal(['sh', '-c', around, process.execPath, GLOVEBOX, 'run', join(folder, 'main.py')], {
        GLOVEBOX_URL: `http://127.0.0.1:${server.port}`,
      })
      await terminal.until('\x1b[6n')
      await terminal.until('\x1b[5n')
      // By then, a command that does not wait has put the terminal back.
      await sleep(100)
      terminal.type(`\x1b[${answer}\x1b[0n`)
      return await terminal.ended()
    }
    let ended = await ask()
    // The command waits half a second for the answer: on a machine that stands still for so long, it comes too late.
    for (let tries = 1; ended.output.includes(answer) && tries < 5; tries++) ended = await ask()
    expect(ended).toMatchObject({ status: 0, isRestored: true, output: `\x1b[6n\x1b[5n${PUT_BACK}` })
  })

  it('writes more than anybody reads at once', async () => {
    using terminal = await open('print("x" * 79 + "\\n", end="")\nfor n in range(20000): print(n)\nprint("end")')
    const { output } = await terminal.ended()
    const expected = ['x'.repeat(79), ...Array(20_000).keys(), 'end', PUT_BACK].join('\r\n')
    // Where they differ is too much to tell.
    expect(output === expected).toBe(true)
  })
})

describe('a program whose output goes to a file', () => {
  it('has lines as it has written them, and what is typed', async () => {
    await writeFile(join(folder, 'main.py'), 'print("one")\nprint(input()[::-1])')
    const file = join(folder, 'output')
    const command = `exec "$0" "$1" run "$2" <&0 >"$3"`
    const argv = ['sh', '-c', command, process.execPath, GLOVEBOX, join(folder, 'main.py'), file]
    using terminal = new TestTerminal(argv, { GLOVEBOX_URL: `http://127.0.0.1:${server.port}` })
    const written = () => readFile(file, 'utf8').catch(() => '')
    await eventually(async () => (await written()) === 'one\n')
    terminal.type('olleh\r')
    expect((await terminal.ended()).status).toBe(0)
    // The program's own terminal shows what is typed, too.
    expect(await written()).toBe('one\nolleh\nhello\n')
  })
})
