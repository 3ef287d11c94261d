import { randomUUID } from 'node:crypto'
import { Readable } from 'node:stream'
import { pack } from 'tar-stream'
import { expect, it, vi } from 'vitest'
import { BASE_IMAGE } from '../profiles/images.ts'
import { dockerClient, findEndpoint } from './detect.ts'
import { DockerImages } from './docker-images.ts'

/** A build context with nothing but a Dockerfile. */
function context(dockerfile: string): Readable {
  const tar = pack()
  tar.entry({ name: 'Dockerfile' }, dockerfile)
  tar.finalize()
  return Readable.from(tar)
}

it('gives a build up, and leaves nothing of it', async () => {
  const docker = dockerClient(await findEndpoint(process.env), 0)
  const images = new DockerImages(docker)
  const mark = randomUUID()
  const tag = `localhost/glovebox/test:${mark}`
  const abort = new AbortController()
  const lines: string[] = []
  const built = images
    .build(
      {
        tag,
        dockerfile: 'Dockerfile',
        args: {},
        context: context(`FROM ${BASE_IMAGE}\nRUN echo begun && sleep 120 # ${mark}\n`),
        signal: abort.signal,
      },
      line => {
        lines.push(line)
        if (line === 'begun') abort.abort()
      },
    )
    .then(
      () => 'built',
      fault => (fault as Error).message,
    )
  expect(await built).toMatch(/abort/i)
  expect(lines).toContain('begun')
  const left = async (): Promise<number> =>
    (await docker.listContainers({ all: true })).filter(container => container.Command.includes(mark)).length
  await vi.waitFor(async () => expect(await left()).toBe(0), { timeout: 30_000, interval: 250 })
  expect(await images.find(tag)).toBeNull()
})

it('hands on whole lines, however they come, and says what failed', async () => {
  const images = new DockerImages(dockerClient(await findEndpoint(process.env), 0))
  const lines: string[] = []
  const dockerfile = `FROM ${BASE_IMAGE}\nRUN printf one; sleep 0.3; printf ' line'; sleep 0.3; echo; echo another; echo why; exit 3 # ${randomUUID()}\n`
  const built = images.build(
    { tag: 'localhost/glovebox/test:never', dockerfile: 'Dockerfile', args: {}, context: context(dockerfile) },
    line => lines.push(line),
  )
  await expect(built).rejects.toThrow(/non-zero code: 3[\s\S]*why/)
  expect(lines).toContain('one line')
  expect(lines).toContain('another')
})
