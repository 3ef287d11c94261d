import { join } from 'node:path'
import { dockerClient, type Endpoint } from '../engine/detect.ts'
import { DockerImages } from '../engine/docker-images.ts'
import { BASE_IMAGE, type ImagePlan, planAgentImage, planAgentTestImage, planProfileImage } from '../profiles/images.ts'
import { loadProfiles } from '../profiles/load.ts'
import { ensureBaseImage } from './base-image.ts'
import { type Progress, SetupError, type Steps } from './steps.ts'

/** Makes sure that the engine has every image that the languages need. */
export async function ensureImages(steps: Steps, endpoint: Endpoint, root: string, rebuild: boolean): Promise<void> {
  // Builds and imports last as long as they last; their own steps show that they go on.
  const images = new DockerImages(dockerClient(endpoint, 0))
  const baseId = await ensureBaseImage(steps, images, join(root, '.cache'), rebuild)
  const sources = { folder: join(root, 'profiles'), baseId }
  await ensureImage(steps, images, 'the agent', await planAgentImage(sources))
  for (const profile of await loadProfiles(sources.folder)) {
    await ensureImage(steps, images, profile.title, await planProfileImage(profile, sources))
  }
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
  try {
    await images.build({ tag, dockerfile, args, context: context(), ...(target ? { target } : {}) }, progress)
  } catch (fault) {
    throw new SetupError(`${(fault as Error).message}\nCheck that this machine reaches its Debian mirror, then try again.`)
  }
}
