import { join } from 'node:path'
import { dockerClient, type Endpoint } from '../engine/detect.ts'
import { connectDockerEngine } from '../engine/docker-engine.ts'
import { DockerImages } from '../engine/docker-images.ts'
import { protectionSettings } from '../engine/protections.ts'
import { readConfig } from '../platform/config.ts'
import { findProfileImages } from '../profiles/images.ts'
import { loadProfiles, ProfileError, readJson } from '../profiles/load.ts'
import { SmokeFile } from '../profiles/smoke.ts'
import { type LanguageResult, type SmokeTask, smokeLanguage } from './smoke-runner.ts'

/**
 * The languages whose smoke tests are to be run, with their images, which must be there.
 * @param ids which; all when empty.
 */
export async function smokeTasks(root: string, folder: string, endpoint: Endpoint, ids: readonly string[]): Promise<readonly SmokeTask[]> {
  const { engine } = await connectDockerEngine(endpoint, protectionSettings(readConfig({}), root))
  const profiles = (await loadProfiles(folder)).filter(({ id }) => ids.length === 0 || ids.includes(id))
  const found = await findProfileImages(profiles, folder, new DockerImages(dockerClient(endpoint, 30_000)))
  return Promise.all(
    found.map(async ({ profile, image }) => {
      if (!image) throw new ProfileError(`The image of ${profile.title} is not built: npm run profiles -- build ${profile.id}`)
      return { engine, profile, image, smoke: await readJson(join(folder, 'languages', profile.id, 'smoke.json'), SmokeFile) }
    }),
  )
}

/** Runs the smoke tests of several languages in so many lanes. The promises are in the tasks' order. */
export function smokeAll(tasks: readonly SmokeTask[], atOnce: number): readonly Promise<LanguageResult>[] {
  const lanes: Promise<unknown>[] = Array.from({ length: atOnce }, () => Promise.resolve())
  return tasks.map((task, index) => {
    const result = (lanes[index % atOnce] as Promise<unknown>).then(() => smokeLanguage(task))
    lanes[index % atOnce] = result.catch(() => {})
    return result
  })
}
