import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { BuildProgress, type BuildStep } from './build-progress.ts'

/** What an engine said while it built an image of four packages and two build commands. */
let lines: readonly string[] = []
beforeAll(async () => {
  lines = (await readFile(join(import.meta.dirname, 'build-output.txt'), 'utf8')).split('\n')
})

function follow(output: readonly string[]): readonly (BuildStep & { readonly line: string })[] {
  const progress = new BuildProgress()
  return output.map(line => ({ line, ...progress.line(line) }))
}

describe('the progress of a build', () => {
  const at = (start: string): BuildStep => follow(lines).find(({ line }) => line.startsWith(start)) as BuildStep

  it('only grows, and is never whole before the end', () => {
    const parts = follow(lines).map(({ part }) => part)
    expect(parts).toEqual([...parts].sort((one, other) => one - other))
    expect(parts[0]).toBeLessThan(0.05)
    expect(parts.at(-1)).toBeGreaterThan(0.95)
    expect(Math.max(...parts)).toBeLessThan(1)
  })

  it('counts packages, and says which', () => {
    expect(at('Get:2 http://mirror.example/debian trixie/main amd64 libtcl8.6').doing).toBe('fetching libtcl8.6, 2 of 4')
    expect(at('Unpacking libtcl8.6')).toMatchObject({ doing: 'unpacking libtcl8.6, 2 of 4' })
    expect(at('Setting up tcl (')).toMatchObject({ doing: 'setting up tcl, 4 of 4' })
    expect(at('Setting up tcl (').part).toBeGreaterThan(0.85)
    expect(at('Get:1 http://mirror.example/debian trixie InRelease').doing).toBe('reading the list of packages')
  })

  it('counts the build commands', () => {
    expect(at('glovebox: build 2 of 2').doing).toBe('preparing, 2 of 2')
    expect(at('glovebox: build 2 of 2').part).toBeGreaterThan(at('glovebox: build 1 of 2').part)
  })

  it('knows what was made before', () => {
    const cached = lines.filter(line => /^Step|^ ---/.test(line))
    expect(follow(cached).find(({ line }) => line.startsWith('Step 7/'))?.part).toBeGreaterThan(0.85)
  })

  it('keeps to its bounds, whatever is said', () => {
    const progress = new BuildProgress()
    progress.line('0 upgraded, 1 newly installed, 0 to remove')
    for (let count = 0; count < 50; count++) progress.line(`Unpacking ${'x'.repeat(5000)} (1) ...`)
    expect(progress.step.part).toBeLessThan(0.5)
    expect(progress.step.doing.length).toBeLessThanOrEqual(80)
  })
})
