import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { Readable } from 'node:stream'
import type Docker from 'dockerode'
import { extract, pack } from 'tar-stream'
import { dockerClient, type Endpoint } from '../../server/engine/detect.ts'
import { BASE_IMAGE } from '../../server/profiles/images.ts'
import { type Program, pathsOf } from './list.ts'

const CACHE = join(import.meta.dirname, '../../.cache/programs')
const PLACE = '/programs'

export type Package = {
  readonly version: string
  /** The package's files that the list names, by path. One that is not there is missing from it. */
  readonly files: ReadonlyMap<string, Buffer>
}
export type Packages = {
  readonly found: ReadonlyMap<string, Package>
  /** Why a package could not be had, by its name. */
  readonly missing: ReadonlyMap<string, string>
}

/** Gets the packages of the programs from the Debian mirror that boxes' images come from, and takes out the files that are named. */
export async function fetchPackages(endpoint: Endpoint, programs: readonly Program[]): Promise<Packages> {
  const wanted = new Map<string, { kind: string; paths: Set<string>; cached: string }>()
  for (const program of programs) {
    const kind = program.source ? 'source' : 'binary'
    const entry = wanted.get(program.package) ?? { kind, paths: new Set(), cached: '-' }
    if (entry.kind !== kind) throw new Error(`${program.package} is in the list both as a package and as its source`)
    for (const path of pathsOf(program)) entry.paths.add(path)
    wanted.set(program.package, entry)
  }
  for (const [name, entry] of wanted) entry.cached = (await cachedVersion(name, entry.paths)) ?? '-'
  const input = pack()
  input.entry({ name: 'fetch.sh', mode: 0o755 }, await readFile(join(import.meta.dirname, 'fetch.sh')))
  input.entry({ name: 'packages' }, [...wanted].map(([name, { kind, cached }]) => `${name} ${kind} ${cached}\n`).join(''))
  for (const [name, { paths }] of wanted) input.entry({ name: `wanted/${name}` }, `${[...paths].join('\n')}\n`)
  input.finalize()
  const output = await runScript(endpoint, Readable.from(input))

  const found = new Map<string, Package>()
  const missing = new Map<string, string>()
  for (const [name, { paths, cached }] of wanted) {
    const told = output.get(`told/${name}`)?.toString().trim() ?? `failed ${name} was not looked for`
    const version = /^version (.+)$/.exec(told)?.[1]
    if (!version) {
      missing.set(name, told.replace(/^failed /, ''))
      continue
    }
    const files = version === cached ? await readCache(name, version, paths) : pick(output, name, paths)
    if (version !== cached) await writeCache(name, version, files)
    found.set(name, { version, files })
  }
  return { found, missing }
}

/** The files of a package among all that came out. Archives may have a first folder that is called after the version. */
function pick(output: ReadonlyMap<string, Buffer>, name: string, paths: ReadonlySet<string>): Map<string, Buffer> {
  const files = new Map<string, Buffer>()
  for (const [path, bytes] of output) {
    if (!path.startsWith(`out/${name}/`)) continue
    const inside = path.slice(`out/${name}/`.length).replace(/^\.\//, '')
    for (const candidate of [inside, inside.slice(inside.indexOf('/') + 1)]) if (paths.has(candidate)) files.set(candidate, bytes)
  }
  return files
}

async function runScript(endpoint: Endpoint, input: Readable): Promise<ReadonlyMap<string, Buffer>> {
  const docker = dockerClient(endpoint, 0)
  const proxies = ['http_proxy', 'https_proxy', 'no_proxy'].flatMap(name => (process.env[name] ? [`${name}=${process.env[name]}`] : []))
  const container = await docker.createContainer({
    Image: BASE_IMAGE,
    Cmd: ['sh', 'fetch.sh'],
    WorkingDir: PLACE,
    Env: proxies,
    Tty: true,
    // A package mirror on this machine may be reachable from nowhere else. Nothing of what is fetched is run here.
    HostConfig: { NetworkMode: 'host' },
  })
  try {
    await container.putArchive(input, { path: PLACE })
    const said = await container.attach({ stream: true, stdout: true, stderr: true })
    let text = ''
    said.on('data', (chunk: Buffer) => {
      text = (text + chunk.toString('utf8')).slice(-2000)
    })
    await container.start()
    const { StatusCode } = (await container.wait()) as { StatusCode: number }
    if (StatusCode !== 0 && StatusCode !== 123) throw new Error(`the packages could not be fetched:\n${text}`)
    return new Map([...(await unpack(container, 'told')), ...(await unpack(container, 'out'))])
  } finally {
    await container.remove({ force: true })
  }
}

async function unpack(container: Docker.Container, folder: string): Promise<Map<string, Buffer>> {
  const files = new Map<string, Buffer>()
  const entries = (await container.getArchive({ path: `${PLACE}/${folder}` })).pipe(extract())
  for await (const entry of entries) {
    const chunks: Buffer[] = []
    for await (const chunk of entry) chunks.push(chunk as Buffer)
    if (entry.header.type === 'file') files.set(entry.header.name, Buffer.concat(chunks))
  }
  return files
}

/** The version of a package whose files of that name are all kept here, or null. */
async function cachedVersion(name: string, paths: ReadonlySet<string>): Promise<string | null> {
  const [version] = await readdir(join(CACHE, name)).catch(() => [])
  if (version === undefined) return null
  const files = await readCache(name, decodeURIComponent(version), paths)
  return files.size === paths.size ? decodeURIComponent(version) : null
}

async function readCache(name: string, version: string, paths: ReadonlySet<string>): Promise<Map<string, Buffer>> {
  const files = new Map<string, Buffer>()
  for (const path of paths) {
    const bytes = await readFile(join(CACHE, name, encodeURIComponent(version), path)).catch(() => null)
    if (bytes) files.set(path, bytes)
  }
  return files
}

async function writeCache(name: string, version: string, files: ReadonlyMap<string, Buffer>): Promise<void> {
  await rm(join(CACHE, name), { recursive: true, force: true })
  for (const [path, bytes] of files) {
    const place = join(CACHE, name, encodeURIComponent(version), path)
    await mkdir(dirname(place), { recursive: true })
    await writeFile(place, bytes)
  }
}
