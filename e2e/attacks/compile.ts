import { createHash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { Readable } from 'node:stream'
import { extract, pack } from 'tar-stream'
import { dockerClient, type Endpoint } from '../../server/engine/detect.ts'
import { DockerImages } from '../../server/engine/docker-images.ts'
import { BASE_IMAGE } from '../../server/profiles/images.ts'

const HERE = import.meta.dirname
const DOCKERFILE = join(HERE, '../../profiles/images/attacks.Dockerfile')

/** Builds the image of the attacks in C, unless there is one of the same sources. Gives its tag. */
async function ensureAttackImage(endpoint: Endpoint): Promise<string> {
  const images = new DockerImages(dockerClient(endpoint, 0))
  const baseId = await images.find(BASE_IMAGE)
  if (!baseId) throw new Error('there is no base image yet: npm start makes it')
  const files = new Map<string, Buffer>([['Dockerfile', await readFile(DOCKERFILE)]])
  for (const group of await readdir(HERE, { withFileTypes: true })) {
    if (!group.isDirectory()) continue
    for (const file of (await readdir(join(HERE, group.name))).sort()) {
      if (file.endsWith('.c')) files.set(`attacks/${file}`, await readFile(join(HERE, group.name, file)))
    }
  }
  const hash = createHash('sha256').update(baseId)
  for (const [name, bytes] of files) hash.update(`${name}\0${bytes.length}\0`).update(bytes)
  const tag = `localhost/glovebox/attacks:${hash.digest('hex').slice(0, 16)}`
  if (await images.find(tag)) return tag
  const tar = pack()
  for (const [name, bytes] of files) tar.entry({ name }, bytes)
  tar.finalize()
  await images.build({ tag, dockerfile: 'Dockerfile', args: { BASE: baseId }, context: Readable.from(tar) }, () => {})
  return tag
}

/** The compiled programs, by name. */
export async function compileAttacks(endpoint: Endpoint): Promise<ReadonlyMap<string, Buffer>> {
  const docker = dockerClient(endpoint, 60_000)
  const container = await docker.createContainer({ Image: await ensureAttackImage(endpoint), Cmd: ['/bin/true'], NetworkDisabled: true })
  try {
    return await unpack(await container.getArchive({ path: '/attacks' }))
  } finally {
    await container.remove({ force: true })
  }
}

async function unpack(archive: NodeJS.ReadableStream): Promise<Map<string, Buffer>> {
  const programs = new Map<string, Buffer>()
  const entries = archive.pipe(extract())
  for await (const entry of entries) {
    const chunks: Buffer[] = []
    for await (const chunk of entry) chunks.push(chunk as Buffer)
    if (entry.header.type === 'file') programs.set(basename(entry.header.name), Buffer.concat(chunks))
  }
  return programs
}
