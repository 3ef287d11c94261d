// Behind `npm start`, `npm run dev` and `npm test`. Plain Node without dependencies: this runs before there are any. It installs the node modules,
// bundles the server, and hands over to server/setup.
import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

const ROOT = join(import.meta.dirname ?? new URL('.', import.meta.url).pathname, '..')
const NEEDED = { major: 20, minor: 11 }
/** Written when an installation has come to its end, with what it was made from. */
const STAMP = join(ROOT, 'node_modules/.glovebox')

async function main() {
  const [command = 'start', ...argv] = process.argv.slice(2)
  const [major, minor] = process.versions.node.split('.').map(Number)
  if (major < NEEDED.major || (major === NEEDED.major && minor < NEEDED.minor)) {
    fail(`Glovebox needs Node ${NEEDED.major}.${NEEDED.minor} or newer; this is ${process.version}.`)
  }
  // Files made here are read by the unprivileged process that serves the pages.
  process.umask(0o022)
  process.chdir(ROOT)
  if (!argv.some(arg => arg === '--help' || arg === '-h') || !existsSync(STAMP)) await installModules()
  await bundle()
  const { setup, serverBundle } = await import(join(ROOT, 'dist/setup.mjs'))
  const status = await setup(ROOT, command, argv)
  if (status !== null) process.exit(status)
  if (command === 'dev') return develop()
  process.env.NODE_ENV = 'production'
  await import(serverBundle(ROOT))
}

async function installModules() {
  const wanted = createHash('sha256')
    .update(readFileSync(join(ROOT, 'package-lock.json')))
    .update(process.versions.modules)
    .digest('hex')
  if (existsSync(STAMP) && readFileSync(STAMP, 'utf8') === wanted) return
  const startedMs = performance.now()
  const seconds = () => `${((performance.now() - startedMs) / 1000).toFixed(1)} s`
  console.log('· Installing node modules (npm ci) …')
  const timer = setInterval(() => console.log(`    Installing node modules, ${seconds()}`), 5000)
  const npm = spawn('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error'], {
    stdio: ['ignore', 'pipe', 'pipe'],
    shell: process.platform === 'win32',
  })
  let said = ''
  for (const stream of [npm.stdout, npm.stderr]) {
    stream.on('data', text => {
      said = (said + text).slice(-4000)
    })
  }
  const [code] = await once(npm, 'close')
  clearInterval(timer)
  if (code !== 0) fail(`npm ci failed (${code}):\n${said}\nCheck that this machine reaches its npm registry, then try again.`)
  writeFileSync(STAMP, wanted)
  console.log(`✓ Installing node modules (${seconds()})`)
}

/** The server and its setup as two plain files, so that nothing is compiled while they run; and the web component as a third. */
async function bundle() {
  const { build } = await import('esbuild')
  await build({
    entryPoints: { setup: join(ROOT, 'server/setup/setup.ts'), main: join(ROOT, 'server/main.ts') },
    outdir: join(ROOT, 'dist'),
    outExtension: { '.js': '.mjs' },
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    packages: 'external',
    sourcemap: true,
    logLevel: 'error',
  })
  // What other sites load (server/http/embed-routes.ts).
  await build({
    entryPoints: { 'glovebox-snippet': join(ROOT, 'components/element/glovebox-snippet.ts') },
    outdir: join(ROOT, 'dist'),
    bundle: true,
    minify: true,
    format: 'esm',
    target: ['chrome111', 'firefox113', 'safari16.4'],
    logLevel: 'error',
  })
}

/** Starts the server anew whenever one of its files changes; the pages reload by themselves. */
async function develop() {
  const tsx = join(ROOT, 'node_modules/tsx/dist/cli.mjs')
  const server = spawn(process.execPath, [tsx, 'watch', '--clear-screen=false', join(ROOT, 'server/main.ts')], {
    stdio: 'inherit',
    env: { ...process.env, NODE_ENV: 'development' },
  })
  for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => server.kill(signal))
  const [code] = await once(server, 'exit')
  process.exit(code ?? 0)
}

function fail(message) {
  process.stderr.write(`\n${message}\n`)
  process.exit(1)
}

main().catch(fault => fail(fault?.stack ?? String(fault)))
