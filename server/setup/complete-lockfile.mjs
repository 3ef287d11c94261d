#!/usr/bin/env node
/**
 * Completes package-lock.json: `npm run lockfile` after every change of a dependency; `-- --check` fails when something is missing.
 *
 * A registry that does not serve the optional packages of other platforms makes npm leave them out of the lockfile, and `npm ci` then
 * refuses that lockfile ("Missing: … from lock file"). This adds an entry for each of them, with version and platform but without
 * address or checksum: npm skips them by platform.
 */
import { readFileSync, writeFileSync } from 'node:fs'

const file = new URL('../../package-lock.json', import.meta.url)
const before = readFileSync(file, 'utf8')
const lock = JSON.parse(before)

/** Platform facts are in the package's name: @next/swc-linux-arm64-musl, lightningcss-win32-x64-msvc, @rolldown/binding-wasm32-wasi. */
function platform(name) {
  const os = /(android|darwin|freebsd|linux|netbsd|openbsd|openharmony|sunos|aix|win32|wasi)/.exec(name)?.[1]
  const cpu = /(arm64|armv7|arm|x64|ia32|loong64|mips64el|ppc64le|ppc64|riscv64|s390x|wasm32)/.exec(name)?.[1]
  const libc = name.includes('musl') ? 'musl' : /linux.*(gnu|glibc)/.test(name) ? 'glibc' : undefined
  // A package for WebAssembly is never the right one for Node on a real processor.
  if (name.includes('wasm32')) return { cpu: ['wasm32'] }
  return {
    ...(cpu ? { cpu: [cpu === 'armv7' ? 'arm' : cpu] } : {}),
    ...(os ? { os: [os] } : {}),
    ...(libc ? { libc: [libc] } : {}),
  }
}

for (const [path, entry] of Object.entries(lock.packages)) {
  for (const [name, version] of Object.entries(entry.optionalDependencies ?? {})) {
    const nested = `${path ? `${path}/` : ''}node_modules/${name}`
    if (lock.packages[nested] || lock.packages[`node_modules/${name}`]) continue
    const facts = platform(name)
    // Without a platform npm would try to install it: then the lockfile is broken in another way, and says so itself.
    if (!facts.os && !facts.cpu) continue
    lock.packages[nested] = { version, ...facts, ...(entry.dev ? { dev: true } : {}), optional: true }
  }
}
lock.packages = Object.fromEntries(Object.entries(lock.packages).sort(([a], [b]) => (a < b ? -1 : 1)))

const after = `${JSON.stringify(lock, null, 2)}\n`
if (/"resolved"|https?:\/\/[^"]*\.tgz/.test(after)) {
  console.error('package-lock.json records registry addresses: set omit-lockfile-registry-resolved=true and install again.')
  process.exit(1)
}
if (process.argv.includes('--check')) {
  if (JSON.stringify(JSON.parse(before)) !== JSON.stringify(lock)) {
    console.error('package-lock.json is not complete: run npm run lockfile and commit the result.')
    process.exit(1)
  }
} else if (after !== before) {
  writeFileSync(file, after)
}
