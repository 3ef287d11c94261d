import { mkdir, mkdtemp, rm, symlink, truncate, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { gatherSources } from './gather.ts'

let folder = ''
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'glovebox-gather-'))
})
afterEach(() => rm(folder, { recursive: true }))

async function put(files: Readonly<Record<string, string | Buffer>>): Promise<void> {
  for (const [name, content] of Object.entries(files)) {
    await mkdir(dirname(join(folder, name)), { recursive: true })
    await writeFile(join(folder, name), content)
  }
}

const gather = (main: string, files: string[] = [], all = false) =>
  gatherSources({ file: join(folder, main), files: files.map(name => join(folder, name)), all })
const names = async (...given: Parameters<typeof gather>) => (await gather(...given)).files.map(({ name }) => name).sort()

it('sends the program alone, unless more is asked for', async () => {
  await put({ 'main.py': 'print("ä")', 'other.py': '' })
  expect(await gather('main.py')).toEqual({ main: 'main.py', files: [{ name: 'main.py', content: 'print("ä")' }] })
})

it('sends files and folders by their place beside the program, text and not', async () => {
  await put({ 'main.py': '', 'data/a.csv': 'x', 'data/deep/b.bin': Buffer.from([0, 255]), 'other.py': '', 'not.py': '' })
  const { files } = await gather('main.py', ['data', 'other.py', 'data/a.csv'])
  expect(files).toEqual([
    { name: 'main.py', content: '' },
    { name: 'data/a.csv', content: 'x' },
    { name: 'data/deep/b.bin', content: 'AP8=', encoding: 'base64' },
    { name: 'other.py', content: '' },
  ])
})

it('leaves out of a folder what is hidden, installed, or a link', async () => {
  await put({ 'main.py': '', '.git/x': '', '.env': 'SECRET', 'node_modules/x': '', 'src/__pycache__/x': '', 'src/a.py': '' })
  await symlink('/etc', join(folder, 'etc'))
  await symlink('/etc/passwd', join(folder, 'passwd'))
  expect(await names('main.py', [], true)).toEqual(['main.py', 'src/a.py'])
})

it('refuses what is elsewhere, not there, or no file', async () => {
  await put({ 'in/main.py': '', 'out.py': '' })
  await expect(gather('in/main.py', ['out.py'])).rejects.toThrow(/out.py is not in the program's folder/)
  await expect(gather('none.py')).rejects.toThrow(/There is no .*none.py/)
  await expect(gather('in')).rejects.toThrow(/is not a file/)
  await expect(gatherSources({ file: '/dev/zero', files: [], all: false })).rejects.toThrow(/is not a file/)
})

it('refuses what is too much, and names the limit', async () => {
  await put({ 'main.py': '', 'many/x': '', 'big.bin': '', 'long.txt': 'x'.repeat(1024 * 1024 + 1) })
  await truncate(join(folder, 'big.bin'), 2 ** 40)
  await expect(gather('main.py', ['big.bin'])).rejects.toThrow(/the limit is 4 MiB/)
  await expect(gather('long.txt')).rejects.toThrow(/the limit is 1 MiB/)
  await put(Object.fromEntries(Array.from({ length: 70 }, (_, index) => [`many/${index}`, ''])))
  await expect(gather('main.py', ['many'])).rejects.toThrow(/64 files/)
})
