#!/usr/bin/env node
// Behind `glovebox`. Plain Node: makes one file of the command's sources where these have changed, and hands over.
import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, renameSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const HERE = fileURLToPath(new URL('.', import.meta.url))
const ROOT = join(HERE, '../..')
const BUNDLE = join(ROOT, 'dist/cli.mjs')
const SOURCES = [HERE, join(ROOT, 'server/protocol')]

async function main() {
  if (!existsSync(join(ROOT, 'node_modules/ws'))) throw new Error(`its modules are not installed. Run this first: cd ${ROOT} && npm ci`)
  // `npm run cli` goes to this package's folder; names of files are meant where it was typed.
  if (process.env.npm_lifecycle_event === 'cli' && process.env.INIT_CWD) process.chdir(process.env.INIT_CWD)
  const mark = `// Made from ${hashSources()}`
  if (!existsSync(BUNDLE) || !readFileSync(BUNDLE, 'utf8').startsWith(`${mark}\n`)) await make(mark)
  const { main } = await import(BUNDLE)
  return main(process.argv.slice(2), process.env, { input: process.stdin, output: process.stdout, errors: process.stderr })
}

function hashSources() {
  const hash = createHash('sha256')
  for (const folder of SOURCES)
    for (const name of readdirSync(folder).sort()) if (!name.endsWith('.test.ts')) hash.update(readFileSync(join(folder, name)))
  return hash.digest('hex')
}

/** Made aside and moved, for two commands at once. */
async function make(mark) {
  const { build } = await import('esbuild')
  const outfile = `${BUNDLE}.${process.pid}`
  const options = { bundle: true, platform: 'node', format: 'esm', target: 'node20', packages: 'external', logLevel: 'error' }
  await build({ ...options, entryPoints: [join(HERE, 'cli.ts')], banner: { js: mark }, outfile })
  renameSync(outfile, BUNDLE)
}

main().then(
  status => process.exit(status),
  fault => {
    process.stderr.write(`glovebox: ${fault?.message ?? fault}\n`)
    process.exit(125)
  },
)
