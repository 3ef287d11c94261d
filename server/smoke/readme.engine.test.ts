import { cp, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { loadProfiles } from '../profiles/load.ts'
import { readOptions } from '../setup/options.ts'
import { runProfiles } from '../setup/profiles.ts'
import { Steps } from '../setup/steps.ts'

const ROOT = join(import.meta.dirname, '../..')
const ID = 'fortran'
/** It installs a compiler. */
const BUILD_MS = 900_000

/** Follows profiles/README.md word for word, in a copy of the folder. */
describe('profiles/README.md', () => {
  let root = ''
  let said: string[] = []
  const steps = new Steps({ isTTY: false, write: (line: string) => said.push(line) } as unknown as NodeJS.WriteStream)
  const profiles = (...argv: string[]): Promise<number> => {
    said = []
    return runProfiles(steps, root, readOptions('profiles', argv))
  }

  beforeAll(async () => {
    root = await mkdtemp(join(tmpdir(), 'glovebox-readme-'))
    await cp(join(ROOT, 'profiles'), join(root, 'profiles'), { recursive: true })
    await symlink(join(ROOT, 'node_modules'), join(root, 'node_modules'))
  })
  afterAll(() => rm(root, { recursive: true, force: true }))

  it('begins with a language that is not here', async () => {
    expect((await loadProfiles(join(root, 'profiles'))).map(({ id }) => id)).not.toContain(ID)
    expect(await profiles('add', ID)).toBe(0)
    expect(await profiles('check', ID), said.join('')).toBe(0)
  })

  it('shows every file in full', async () => {
    const blocks = [...(await readFile(join(root, 'profiles/README.md'), 'utf8')).matchAll(/^```\w+ (\S+)\n(.*?)^```$/gms)]
    expect(blocks.map(([, name]) => name).sort()).toEqual(['ask.f90', 'hello.f90', 'profile.json', 'show.f90', 'smoke.json'])
    for (const [, name, content] of blocks) await writeFile(join(root, 'profiles/languages', ID, name as string), content as string)
    expect(await profiles('check', ID), said.join('')).toBe(0)
  })

  it('ends with a language that works', { timeout: BUILD_MS }, async () => {
    expect(await profiles('test', ID), said.join('')).toBe(0)
    expect(said.join('')).toMatch(/^Fortran +\d+\.\d+\.\d+ +✓ +✓ +✓ +✓ +✓ +✓/m)
    const profile = (await loadProfiles(join(root, 'profiles'))).find(({ id }) => id === ID)
    expect(profile).toMatchObject({ title: 'Fortran', run: ['{build}/program'], samples: [{ title: 'Where two lines cross' }, {}, {}] })
  })
})
