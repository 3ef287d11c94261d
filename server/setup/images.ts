import { join } from 'node:path'
import { dockerClient, type Endpoint } from '../engine/detect.ts'
import { DockerImages } from '../engine/docker-images.ts'
import { BuildProgress } from '../profiles/build-progress.ts'
import { BASE_IMAGE, type ImagePlan, type ImageSources, planAgentImage, planAgentTestImage, planProfileImage } from '../profiles/images.ts'
import type { Profile } from '../profiles/profile.ts'
import { ensureBaseImage } from './base-image.ts'
import { type Progress, SetupError, type Steps } from './steps.ts'

/** The engine's images, and what those of languages are made of. */
export type Ground = { readonly images: DockerImages; readonly sources: ImageSources }

/** Languages of which not two are built at the same time, so that the second finds what the first one made. */
type Busy = Map<string, Promise<unknown>>

/** Makes sure that the engine has what every language's image is made of: the base and the agent. */
export async function ensureGround(steps: Steps, endpoint: Endpoint, root: string, rebuild: boolean): Promise<Ground> {
  // Builds and imports last as long as they last; their own steps show that they go on.
  const images = new DockerImages(dockerClient(endpoint, 0))
  const baseId = await ensureBaseImage(steps, images, join(root, '.cache'), rebuild)
  const sources = { folder: join(root, 'profiles'), baseId }
  await ensureImage(steps, images, 'the agent', await planAgentImage(sources))
  return { images, sources }
}

/** Makes sure that the engine has the images of these languages, one after the other. */
export async function ensureLanguages(steps: Steps, { images, sources }: Ground, profiles: readonly Profile[]): Promise<void> {
  for (const profile of profiles) await ensureImage(steps, images, profile.title, await planProfileImage(profile, sources))
}

/** Builds that go on beside other work. Neither promise rejects. */
export type Builds = {
  /** The first language is there, or cannot be built. */
  readonly first: Promise<unknown>
  /** Resolves with what went wrong, when nothing is built any more. */
  readonly all: Promise<readonly string[]>
}

/**
 * Builds many languages, so many at the same time, each of them told at its beginning and its end. The first one has the engine for itself. One that fails
 * does not stop the others.
 */
export function ensureMany(steps: Steps, ground: Ground, profiles: readonly Profile[], atOnce: number): Builds {
  const [earliest, ...waiting] = profiles
  const faults: string[] = []
  const busy: Busy = new Map()
  const make = (profile: Profile): Promise<void> =>
    ensureQuietly(steps, ground, profile, busy).catch(fault => void faults.push((fault as Error).message))
  const work = async (): Promise<void> => {
    for (let profile = waiting.shift(); profile; profile = waiting.shift()) await make(profile)
  }
  const first = earliest ? make(earliest) : Promise.resolve()
  const all = first.then(() => Promise.all(Array.from({ length: atOnce }, work))).then(() => faults)
  return { first, all }
}

async function ensureQuietly(steps: Steps, { images, sources }: Ground, profile: Profile, busy: Busy): Promise<void> {
  const plan = await planProfileImage(profile, sources)
  if (await images.find(plan.tag)) return steps.done(`Image of ${profile.title}: ${plan.tag}`)
  const packages = plan.args.PACKAGES ?? ''
  const before = busy.get(packages)
  const made = (before ?? Promise.resolve()).catch(() => {}).then(() => build(images, plan, () => {}))
  busy.set(packages, made)
  await steps.quietly(`Building the image of ${profile.title}`, () => made)
}

/** The image in which the agent's tests run. Gives its tag. */
export async function ensureAgentTestImage(steps: Steps, endpoint: Endpoint, root: string): Promise<string> {
  const images = new DockerImages(dockerClient(endpoint, 0))
  const baseId = await images.find(BASE_IMAGE)
  if (!baseId) throw new SetupError('There is no base image yet.')
  const plan = await planAgentTestImage({ folder: join(root, 'profiles'), baseId })
  await ensureImage(steps, images, 'the agent’s tests', plan)
  return plan.tag
}

async function ensureImage(steps: Steps, images: DockerImages, title: string, plan: ImagePlan): Promise<void> {
  if (await images.find(plan.tag)) return steps.done(`Image of ${title}: ${plan.tag}`)
  await steps.step(`Building the image of ${title}`, progress => build(images, plan, progress))
}

async function build(images: DockerImages, { tag, dockerfile, args, target, context }: ImagePlan, progress: Progress): Promise<void> {
  const how = new BuildProgress()
  try {
    await images.build({ tag, dockerfile, args, context: context(), ...(target ? { target } : {}) }, line => {
      const { part, doing } = how.line(line)
      progress(`${Math.round(part * 100)} %, ${doing}`)
    })
  } catch (fault) {
    throw new SetupError(`${(fault as Error).message}\nCheck that this machine reaches its Debian mirror, then try again.`)
  }
}
