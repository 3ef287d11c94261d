import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { extract, pack } from 'tar-stream'
import { dockerClient, findEndpoint } from './engine/detect.ts'
import { DockerImages } from './engine/docker-images.ts'
import { findPython } from './test-box.ts'

const DOCKERFILE = join(import.meta.dirname, '../profiles/images/honest.Dockerfile')

/** The Python image with CPython's own tests and the kernel's headers, built unless it is there. Gives its tag. */
export async function ensureHonestImage(): Promise<string> {
  const { image } = await findPython()
  const images = new DockerImages(dockerClient(await findEndpoint(process.env), 0))
  const dockerfile = await readFile(DOCKERFILE)
  const tag = `localhost/glovebox/honest:${createHash('sha256').update(image).update(dockerfile).digest('hex').slice(0, 16)}`
  if (await images.find(tag)) return tag
  const tar = pack()
  tar.entry({ name: 'Dockerfile' }, dockerfile)
  tar.finalize()
  await images.build({ tag, dockerfile: 'Dockerfile', args: { PYTHON: image }, context: Readable.from(tar) }, () => {})
  return tag
}

/** A file of that image. */
export async function readHonestFile(path: string): Promise<string> {
  const docker = dockerClient(await findEndpoint(process.env), 60_000)
  const container = await docker.createContainer({ Image: await ensureHonestImage(), NetworkDisabled: true })
  try {
    const entries = (await container.getArchive({ path })).pipe(extract())
    for await (const entry of entries) {
      const chunks: Buffer[] = []
      for await (const chunk of entry) chunks.push(chunk as Buffer)
      return Buffer.concat(chunks).toString('utf8')
    }
    throw new Error(`${path} is empty`)
  } finally {
    await container.remove({ force: true })
  }
}
