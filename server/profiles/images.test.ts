import { cp, mkdir, mkdtemp, rename, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { planProfileImage } from './images.ts'
import { loadProfiles } from './load.ts'
import type { Profile } from './profile.ts'
import { writeSkeleton } from './skeleton.ts'

let folder = ''
let profile: Profile

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'glovebox-profiles-'))
  await cp(join(import.meta.dirname, '../../profiles'), folder, {
    recursive: true,
    filter: source => !source.includes('/languages/') || source.endsWith('/languages/'),
  })
  await writeSkeleton(folder, 'sample')
  profile = (await loadProfiles(folder)).find(({ id }) => id === 'sample') as Profile
})
afterEach(() => rm(folder, { recursive: true, force: true }))

const tagOf = async (changes: Partial<Profile>): Promise<string> =>
  (await planProfileImage({ ...profile, ...changes }, { folder, baseId: 'base' })).tag

it('has the same tag whatever is said about a language that is not in its image', async () => {
  const tag = await tagOf({})
  const said = {
    title: 'Other',
    samples: [],
    run: ['/bin/other'],
    compile: ['/bin/cc'],
    positions: [],
    libraries: [],
    standby: 'none',
  } as const
  expect(await tagOf({ ...said, env: { A: 'b' }, boxLimits: { ...profile.boxLimits, cpus: 2 } })).toBe(tag)
  await writeFile(join(folder, 'languages/sample/hello.sh'), 'echo changed\n')
  await writeFile(join(folder, 'languages/sample/smoke.json'), '{}')
  expect(await tagOf({})).toBe(tag)
})

it('has another tag when it would be another image', async () => {
  const tags = [
    await tagOf({}),
    await tagOf({ packages: ['dash', 'bc'] }),
    await tagOf({ build: [['true']] }),
    await tagOf({ build: [['false']] }),
  ]
  await cp(join(folder, 'languages/sample/hello.sh'), join(folder, 'languages/sample/rootfs/etc/hello'))
  tags.push(await tagOf({}))
  tags.push((await planProfileImage(profile, { folder, baseId: 'another base' })).tag)
  expect(new Set(tags).size).toBe(tags.length)
})

it('gives languages with the same packages the same layer', async () => {
  const argsOf = async (id: string, packages: string[]) =>
    (await planProfileImage({ ...profile, id, packages, build: [] }, { folder, baseId: 'base' })).args
  expect(await argsOf('one', ['gcc', 'g++'])).toEqual(await argsOf('two', ['g++', 'gcc']))
})

it('says before each build command which it is, and hands its words over as they are', async () => {
  const { args } = await planProfileImage({ ...profile, build: [['echo', "it's $HOME"], ['true']] }, { folder, baseId: 'base' })
  expect(args.BUILD).toBe("echo 'glovebox: build 1 of 2' && 'echo' 'it'\\''s $HOME' && echo 'glovebox: build 2 of 2' && 'true'")
})

it('takes the file that a link leads to, as though it were there', async () => {
  const rootfs = join(folder, 'languages/sample/rootfs')
  await mkdir(rootfs, { recursive: true })
  await writeFile(join(rootfs, 'shared'), 'the same\n')
  const plain = await tagOf({})
  await rename(join(rootfs, 'shared'), join(folder, 'elsewhere'))
  await symlink('../../../elsewhere', join(rootfs, 'shared'))
  expect(await tagOf({})).toBe(plain)
  await writeFile(join(folder, 'elsewhere'), 'changed\n')
  expect(await tagOf({})).not.toBe(plain)
})
