import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { promisify } from 'node:util'
import { toShell } from './profiles/argv.ts'

const COLS = 80
const ROWS = 24
/** Says which terminal it is, how that is set, and which process the command is; then runs the command, and says how the terminal is set now. */
const AROUND = `stty cols ${COLS} rows ${ROWS}; tty; stty -g; sh -c 'echo $$; exec "$0" "$@"' "$@"; status=$?; echo; stty -g; exit $status`

/** A command in a terminal of its own, as a person's: util-linux's script(1) makes it. */
export class TestTerminal implements Disposable {
  readonly #script: ChildProcess
  readonly #ended: Promise<number>
  #all = ''
  #wake: () => void = () => {}

  constructor(argv: readonly string[], env: Readonly<Record<string, string>>) {
    const command = `set -- ${toShell(argv)}; ${AROUND}`
    this.#script = spawn('script', ['-qefc', command, '/dev/null'], { env: { ...process.env, ...env, SHELL: '/bin/sh' } })
    this.#ended = once(this.#script, 'close').then(([code]) => code as number)
    this.#script.stdout?.setEncoding('utf8').on('data', text => {
      this.#all += text
      this.#wake()
    })
    void this.#ended.then(() => this.#wake())
  }

  /** What the command has written until now. Lines may begin twice: in the program's terminal, and here. */
  get output(): string {
    return this.#lines.slice(3).join('\r\n')
  }

  /** Resolves as soon as this was written; rejects when the command ends first. */
  async until(text: string): Promise<void> {
    while (!this.output.includes(text)) {
      if (this.#script.exitCode !== null) throw new Error(`ended without ${JSON.stringify(text)}: ${JSON.stringify(this.#all)}`)
      await new Promise<void>(resolve => {
        this.#wake = resolve
      })
    }
  }

  type(keys: string): void {
    this.#script.stdin?.write(keys)
  }

  /** As a window does that is drawn larger or smaller. */
  async resize(cols: number, rows: number): Promise<void> {
    const [path = ''] = this.#lines
    await promisify(execFile)('stty', ['-F', path, 'cols', String(cols), 'rows', String(rows)])
  }

  kill(signal: NodeJS.Signals): void {
    process.kill(Number(this.#lines[2]), signal)
  }

  /** How the command ended, and whether the terminal is set as it was before. */
  async ended(): Promise<{ readonly status: number; readonly isRestored: boolean; readonly output: string }> {
    const status = await this.#ended
    const lines = this.#lines
    return { status, isRestored: lines[1] === lines.at(-2), output: lines.slice(3, -2).join('\r\n') }
  }

  get #lines(): readonly string[] {
    return this.#all.replaceAll(/\r+\n/g, '\r\n').split('\r\n')
  }

  [Symbol.dispose](): void {
    this.#script.kill('SIGKILL')
  }
}
