import { createHash } from 'node:crypto'
import { readdir, readFile, stat } from 'node:fs/promises'
import { join, relative, sep } from 'node:path'
import { Readable } from 'node:stream'
import { pack } from 'tar-stream'
import { toShell } from './argv.ts'
import { BUILD_MARK } from './build-progress.ts'
import type { Profile } from './profile.ts'

/**
 * The tag under which the base of every image is known to the engine, wherever it came from. Images carry `localhost` in their names, as Podman
 * gives it to everything that is made on the spot; to Docker it is a name like any other.
 */
export const BASE_IMAGE = 'localhost/glovebox/base:trixie'

/** What images are made of. `folder` is the repository's `profiles/`; ids are content hashes as the engine gives them. */
export type ImageSources = { readonly folder: string; readonly baseId: string }

type ContextFile = { readonly name: string; readonly bytes: Buffer; readonly executable: boolean }

/** Length of the hash in a tag: 64 bits, plenty for a handful of images. */
const HASH_CHARS = 16

async function readTree(root: string, prefix: string): Promise<ContextFile[]> {
  const entries = await readdir(root, { recursive: true, withFileTypes: true }).catch((fault: NodeJS.ErrnoException) => {
    if (fault.code === 'ENOENT') return []
    throw fault
  })
  // A link stands for the file of another language that it leads to.
  const files = entries.filter(entry => entry.isFile() || entry.isSymbolicLink()).map(entry => join(entry.parentPath, entry.name))
  return Promise.all(
    files.sort().map(async path => ({
      name: join(prefix, relative(root, path)).split(sep).join('/'),
      bytes: await readFile(path),
      executable: ((await stat(path)).mode & 0o100) !== 0,
    })),
  )
}

function digest(files: readonly ContextFile[], inputs: readonly string[]): string {
  const hash = createHash('sha256')
  for (const input of inputs) hash.update(`${input.length}:${input}`)
  for (const file of files) hash.update(`${file.name}\0${file.executable}\0${file.bytes.length}\0`).update(file.bytes)
  return hash.digest('hex').slice(0, HASH_CHARS)
}

function toTar(files: readonly ContextFile[]): Readable {
  const tar = pack()
  const folders = new Set<string>()
  for (const file of files) {
    // Folders get an entry of their own, so that they do not inherit the umask of whoever builds.
    const parts = file.name.split('/').slice(0, -1)
    for (let depth = 1; depth <= parts.length; depth++) folders.add(parts.slice(0, depth).join('/'))
  }
  for (const folder of folders) tar.entry({ name: `${folder}/`, type: 'directory', mode: 0o755, mtime: new Date(0) })
  for (const file of files) tar.entry({ name: file.name, mode: file.executable ? 0o755 : 0o644, mtime: new Date(0) }, file.bytes)
  tar.finalize()
  return Readable.from(tar)
}

export type ImagePlan = {
  readonly tag: string
  /** Stage to stop at; the last one when absent. */
  readonly target?: string
  readonly dockerfile: string
  readonly args: Readonly<Record<string, string>>
  readonly context: () => Readable
}

/** The agent's image. Its tag is the hash of the agent's and the standby library's sources, its Dockerfile and the base. Tests and texts are not in it. */
export async function planAgentImage(sources: ImageSources): Promise<ImagePlan> {
  return planAgent(sources, 'agent', name => name.endsWith('.go') && !name.endsWith('_test.go'))
}

/** The stage of the agent's image in which its tests run: the Go toolchain, the sources and the tests. */
export async function planAgentTestImage(sources: ImageSources): Promise<ImagePlan> {
  return { ...(await planAgent(sources, 'agent-test', () => true)), target: 'source' }
}

async function planAgent({ folder, baseId }: ImageSources, repository: string, wanted: (name: string) => boolean): Promise<ImagePlan> {
  const files = [
    ...(await readTree(join(folder, 'agent'), 'agent')).filter(({ name }) => name.endsWith('go.mod') || wanted(name)),
    ...(await readTree(join(folder, 'standby'), 'standby')),
    { name: 'Dockerfile', bytes: await readFile(join(folder, 'images/agent.Dockerfile')), executable: false },
  ]
  const tag = `localhost/glovebox/${repository}:${digest(files, [baseId])}`
  return { tag, dockerfile: 'Dockerfile', args: { BASE: baseId }, context: () => toTar(files) }
}

/**
 * A language's image. Its tag is the hash of what it is made of and of nothing else: its packages, its build commands, its rootfs, the Dockerfile, the agent
 * and the base.
 */
export async function planProfileImage(profile: Profile, { folder, baseId }: ImageSources): Promise<ImagePlan> {
  const agent = await planAgentImage({ folder, baseId })
  const files = [
    ...(await readTree(join(folder, 'languages', profile.id, 'rootfs'), 'rootfs')),
    { name: 'Dockerfile', bytes: await readFile(join(folder, 'images/Dockerfile')), executable: false },
  ]
  // COPY needs the folder to be there, even for a language that brings no files.
  if (files.length === 1) files.push({ name: 'rootfs/etc/.keep', bytes: Buffer.alloc(0), executable: false })
  // Languages with the same packages share the engine's layer of them, in whatever order they name them.
  const packages = [...profile.packages].sort().join(' ')
  const commands = profile.build.map(toShell)
  // Marks tell how far it is, and are no part of what is made.
  const marked = commands.map((command, index) => `echo '${BUILD_MARK} ${index + 1} of ${commands.length}' && ${command}`)
  const build = marked.join(' && ') || 'true'
  const tag = `localhost/glovebox/${profile.id}:${digest(files, [baseId, agent.tag, packages, commands.join(' && ')])}`
  return {
    tag,
    dockerfile: 'Dockerfile',
    args: { BASE: baseId, AGENT: agent.tag, PACKAGES: packages, BUILD: build },
    context: () => toTar(files),
  }
}

/** A language, and the tag of its image; null where the engine does not have it. */
export type ProfileImage = { readonly profile: Profile; readonly image: string | null }

/**
 * Which images of these languages there are, in their order.
 * @param folder the repository's `profiles/`.
 * @param images gives the id of a tag's image, null where there is none.
 */
export async function findProfileImages(
  profiles: readonly Profile[],
  folder: string,
  images: { find(tag: string): Promise<string | null> },
): Promise<readonly ProfileImage[]> {
  const baseId = await images.find(BASE_IMAGE)
  if (!baseId) return profiles.map(profile => ({ profile, image: null }))
  return Promise.all(
    profiles.map(async profile => {
      const { tag } = await planProfileImage(profile, { folder, baseId })
      return { profile, image: (await images.find(tag)) ? tag : null }
    }),
  )
}
