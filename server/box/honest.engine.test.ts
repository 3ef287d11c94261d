import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { OUTPUT_WINDOW_BYTES } from '../protocol/limits.ts'
import { findPython, openBox } from '../test-box.ts'
import { ensureHonestImage } from '../test-honest.ts'
import { runCommandInBox } from './command.ts'

const LIST = join(import.meta.dirname, 'cpython-modules.txt')
const MIB = 1024 * 1024
const WHOLE_MS = 420_000

it(
  'breaks no honest program: CPython’s own tests pass in a box',
  async () => {
    const lines = (await readFile(LIST, 'utf8')).split('\n').filter(line => line !== '' && !line.startsWith('#'))
    const modules = lines.filter(line => !line.startsWith('- '))
    const exceptions = lines.flatMap(line => /^- ([\w.*]+): ./.exec(line)?.[1] ?? [])
    expect(exceptions.length + modules.length).toBe(lines.length)
    expect(modules.length).toBeGreaterThanOrEqual(150)
    const python = await findPython()
    // The wall as it is; only what all of the tests together need more of than one program does.
    const { boxLimits } = python.profile
    const roomy = { ...boxLimits, memoryBytes: 1024 * MIB, cpus: 2, scratchBytes: 512 * MIB, inodes: 65_536, fileBytes: 512 * MIB }
    // Tests of the byte code that Python keeps need it kept.
    const { PYTHONDONTWRITEBYTECODE: _, ...env }: Record<string, string> = { ...python.profile.env, HOME: '/tmp' }
    await using box = await openBox({ ...python, image: await ensureHonestImage() }, { boxLimits: roomy, standby: 'none', env })
    const { output, reason } = await runCommandInBox(
      box,
      ['/usr/bin/python3', '-m', 'test', '-j2', '--timeout', '60', ...exceptions.flatMap(name => ['-i', name]), ...modules],
      {
        limits: { cpuMs: WHOLE_MS * 2, wallMs: WHOLE_MS, idleMs: 0, killGraceMs: 1000 },
        outputBytes: OUTPUT_WINDOW_BYTES,
        deadlineMs: WHOLE_MS,
      },
    )
    const passed = new Set([...output.matchAll(/\] ([\w.]+) passed/g)].map(match => match[1]))
    const failed = modules.filter(module => !passed.has(module))
    const told = output.split('\n').filter(line => /^(FAIL|ERROR|OSError|PermissionError|AssertionError)|failed/.test(line))
    expect(failed, `${reason}\n${told.slice(0, 60).join('\n')}`).toEqual([])
    expect(reason).toBe('exited')
  },
  WHOLE_MS + 60_000,
)
