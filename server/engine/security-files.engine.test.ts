import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { readHonestFile } from '../test-honest.ts'

const SECURITY = join(import.meta.dirname, '../../profiles/security')

type Rule = {
  readonly names: readonly string[]
  readonly action: string
  readonly errnoRet?: number
  readonly comment?: string
  readonly args?: readonly unknown[]
}
const profile = JSON.parse(readFileSync(join(SECURITY, 'seccomp.json'), 'utf8')) as { defaultAction: string; syscalls: readonly Rule[] }

describe('seccomp.json', () => {
  let known: Set<string>
  beforeAll(async () => {
    // Both architectures that boxes run on, as Debian's kernel headers name their calls.
    const headers = await Promise.all(['x86', 'arm64'].map(arch => readHonestFile(`/usr/lib/linux/uapi/${arch}/asm/unistd_64.h`)))
    known = new Set(headers.flatMap(text => [...text.matchAll(/^#define __NR_(\w+) \d+$/gm)].map(match => match[1] as string)))
  })

  it('names calls that there are: engines overlook a name that they do not know', () => {
    expect(known.size).toBeGreaterThan(350)
    const misspelt = profile.syscalls.flatMap(rule => rule.names).filter(name => !known.has(name))
    expect(misspelt).toEqual([])
  })

  it('decides on every call there is, and on none twice', () => {
    const decided = new Map<string, Set<string>>()
    for (const rule of profile.syscalls) for (const name of rule.names) decided.set(name, (decided.get(name) ?? new Set()).add(rule.action))
    // arch_specific_syscall and syscalls are the table's own marks.
    const undecided = [...known].filter(name => !decided.has(name) && !['arch_specific_syscall', 'syscalls'].includes(name))
    expect(undecided).toEqual([])
    expect([...decided].filter(([, actions]) => actions.size > 1)).toEqual([])
  })

  it('refuses by default, by EPERM what is dangerous and by ENOSYS what programs have another way for, and says why', () => {
    expect(profile.defaultAction).toBe('SCMP_ACT_ERRNO')
    for (const rule of profile.syscalls) {
      expect(rule.comment).toBeTruthy()
      if (rule.action !== 'SCMP_ACT_ALLOW') expect([1, 38]).toContain(rule.errnoRet)
      else expect(rule.errnoRet).toBeUndefined()
    }
  })

  it('allows calls that can be turned against others only with their arguments looked at', () => {
    for (const name of [
      'clone',
      'socket',
      'socketpair',
      'ioctl',
      'prctl',
      'personality',
      'prlimit64',
      'setpriority',
      'sched_setscheduler',
      'mknod',
    ]) {
      for (const rule of profile.syscalls.filter(candidate => candidate.names.includes(name)))
        expect(rule.args?.length, name).toBeGreaterThan(0)
    }
  })
})

describe('the AppArmor profile', () => {
  const file = join(SECURITY, 'apparmor')
  // Parsed only: -Q does not touch the kernel, which may not have AppArmor, and -K writes no cache.
  const parse = (input: string) => spawnSync('apparmor_parser', ['-Q', '-K'], { input, encoding: 'utf8' })

  it('is understood by apparmor_parser, which does not understand just anything', () => {
    const text = readFileSync(file, 'utf8')
    expect(parse(text)).toMatchObject({ status: 0, stdout: '' })
    expect(parse(text.replace('deny mount,', 'deny mownt,')).status).not.toBe(0)
  })
})
