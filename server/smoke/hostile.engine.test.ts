import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import type { Box } from '../box/box.ts'
import { checkInBox } from '../box/jobs.ts'
import { Run, type RunOutcome } from '../box/runner.ts'
import { findEndpoint } from '../engine/detect.ts'
import { CHECK_OUTPUT_BYTES } from '../protocol/limits.ts'
import { openBox } from '../test-box.ts'
import { smokeTasks } from './languages.ts'
import type { SmokeTask } from './smoke-runner.ts'

const ROOT = join(import.meta.dirname, '../..')
const CPU_MS = 2000

/** Sources that are made for the compiler, not for a run: by what they want, in C++. */
const BOMBS: Readonly<Record<string, string>> = {
  'reads without end': '#include "/dev/zero"\nint main() {}\n',
  'includes itself': '#include "main.cpp"\n#include "main.cpp"\n',
  'doubles templates':
    'template <int N, int M> struct Bomb { static constexpr long value = Bomb<N - 1, 2 * M>::value + Bomb<N - 1, 2 * M + 1>::value; };\ntemplate <int M> struct Bomb<0, M> { static constexpr long value = M; };\nint main() { return Bomb<24, 0>::value; }\n',
  'computes while compiling':
    'constexpr long spin(long n) { long sum = 0; for (long i = 0; i < n; i++) sum += i * i; return sum; }\nconstexpr long value = spin(30000000);\nint main() { return value; }\n',
  'wants a gigabyte in the program': 'char huge[1L << 30] = {1};\nint main() { return huge[5]; }\n',
  'wants a file that is not its own': 'asm(".incbin \\"/etc/shadow\\"");\nint main() {}\n',
  'complains without end': `${'#define A(x) x x x x x x x x x x\n#define B A(A(A(A(A(?)))))\n'}int main() { B }\n`,
}

describe('sources that attack the compiler', () => {
  let task: SmokeTask
  beforeAll(async () => {
    const [found] = await smokeTasks(ROOT, join(ROOT, 'profiles'), await findEndpoint(process.env), ['cpp'])
    if (!found) throw new Error('there is no C++ here')
    const { profile } = found
    task = { ...found, profile: { ...profile, compileLimits: { ...profile.compileLimits, cpuMs: CPU_MS, wallMs: 4 * CPU_MS } } }
  })

  async function run(box: Box, content: string): Promise<RunOutcome & { readonly output: string; readonly bytes: number }> {
    let output = ''
    let bytes = 0
    const made = new Run(
      box,
      { files: [{ name: 'main.cpp', content }], args: [], size: { cols: 80, rows: 24 } },
      {
        onStarted: () => {},
        onOutput: chunk => {
          bytes += chunk.length
          output = (output + chunk.toString('utf8')).slice(-10_000)
          made.credit(chunk.length)
        },
      },
    )
    return { ...(await made.outcome), output, bytes }
  }

  it.each(Object.keys(BOMBS))('ends one that %s within the compiler’s own limits, and the box serves on', async what => {
    const source = BOMBS[what] as string
    await using box = await openBox(task)
    const { report, boxUsable } = await run(box, source)
    expect(report.stage).toBe('compile')
    expect(report.reason === 'exited' && report.code === 0).toBe(false)
    // The watch looks several times a second; a second more would be somebody else's.
    expect(report.cpuMs).toBeLessThan(CPU_MS + 1000)
    if (!boxUsable) return
    expect(await box.link.reset([], true)).toMatchObject({ clean: true, leftovers: [] })
    const honest = await run(box, '#include <cstdio>\nint main() { puts("fine"); }\n')
    expect(honest.report).toMatchObject({ reason: 'exited', code: 0 })
    expect(honest.output).toBe('fine\r\n')
  })

  it('gives the compiler nothing to read: what is typed is the program’s', async () => {
    await using box = await openBox(task)
    expect((await run(box, '#include "/dev/stdin"\nint main() { return 7; }\n')).report).toMatchObject({ reason: 'exited', code: 7 })
  })

  it('ends the same ahead of a Run, with what was said within its bound', async () => {
    for (const content of [BOMBS['doubles templates'], BOMBS['complains without end']] as string[]) {
      await using box = await openBox(task)
      const sources = { main: 'main.cpp', files: [{ name: 'main.cpp', content }] }
      const result = await checkInBox(box, sources, AbortSignal.timeout(60_000))
      expect(result).toMatchObject({ ok: false, compiled: false })
      expect(Buffer.byteLength(result?.output ?? '')).toBeLessThanOrEqual(CHECK_OUTPUT_BYTES)
    }
  })

  it('cuts a check short when nobody wants to know any more, and compiles what came instead', async () => {
    await using box = await openBox(task)
    const cancel = new AbortController()
    const sources = { main: 'main.cpp', files: [{ name: 'main.cpp', content: BOMBS['doubles templates'] as string }] }
    const checking = checkInBox(box, sources, cancel.signal)
    setTimeout(() => cancel.abort(), 200)
    expect(await checking).toBeNull()
    expect((await run(box, 'int main() { return 3; }\n')).report).toMatchObject({ reason: 'exited', code: 3 })
  })
})
