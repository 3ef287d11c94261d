import { createHash } from 'node:crypto'
import { cp, mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { runCommand } from './command.ts'
import type { Steps } from './steps.ts'

/** What the pages are made from. */
const SOURCES = [
  'app',
  'components',
  'public',
  'server/protocol',
  // Pages of the documentation (app/docs/texts.ts).
  'COMPATIBILITY.md',
  'CONTRIBUTING.md',
  'PROTOCOL.md',
  'README.md',
  'SECURITY.md',
  'profiles/README.md',
  'profiles/agent/PROTOCOL.md',
  'package-lock.json',
  'next.config.js',
  'tsconfig.json',
  '.postcssrc.json',
]
const STAMP = '.built-from'

/** Builds the pages into dist/web, unless what is there was built from the same sources. */
export async function ensurePages(steps: Steps, root: string): Promise<void> {
  const web = join(root, 'dist/web')
  const wanted = await sourcesHash(root)
  const built = await readFile(join(web, STAMP), 'utf8').catch(() => '')
  if (built === wanted) return steps.done('Pages: built')
  await steps.step('Building the pages', async progress => {
    await runCommand([process.execPath, join(root, 'node_modules/next/dist/bin/next'), 'build'], progress, {
      cwd: root,
      env: { ...process.env, NODE_ENV: 'production', NEXT_TELEMETRY_DISABLED: '1' },
      advice: 'If the sources are as they came, remove the .next folder and try again.',
    })
    // Put together aside and moved in one go: a build that is cut off leaves the one before.
    const fresh = `${web}.${process.pid}`
    await rm(fresh, { recursive: true, force: true })
    await mkdir(join(root, 'dist'), { recursive: true })
    await cp(join(root, '.next/standalone'), fresh, { recursive: true, verbatimSymlinks: true })
    await cp(join(root, '.next/static'), join(fresh, '.next/static'), { recursive: true })
    await cp(join(root, 'public'), join(fresh, 'public'), { recursive: true })
    await writeFile(join(fresh, STAMP), wanted)
    await rm(web, { recursive: true, force: true })
    await rename(fresh, web)
  })
}

async function sourcesHash(root: string): Promise<string> {
  const hash = createHash('sha256')
  for (const source of SOURCES)
    for (const file of await filesUnder(join(root, source))) hash.update(`${file}\0`).update(await readFile(file))
  return hash.digest('hex')
}

async function filesUnder(path: string): Promise<string[]> {
  try {
    const entries = await readdir(path, { recursive: true, withFileTypes: true })
    return entries
      .filter(entry => entry.isFile() && !entry.name.endsWith('.test.ts'))
      .map(entry => join(entry.parentPath, entry.name))
      .sort()
  } catch (fault) {
    if ((fault as NodeJS.ErrnoException).code === 'ENOTDIR') return [path]
    throw fault
  }
}
