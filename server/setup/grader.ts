import { Pool } from '../box/pool.ts'
import { dockerClient, type Endpoint } from '../engine/detect.ts'
import { connectDockerEngine } from '../engine/docker-engine.ts'
import { DockerImages } from '../engine/docker-images.ts'
import { protectionSettings } from '../engine/protections.ts'
import { createOwner } from '../engine/reaper.ts'
import type { Grade } from '../exercises/exercise.ts'
import { createGrader } from '../exercises/grading/grader.ts'
import { readConfig } from '../platform/config.ts'
import { silentLogger } from '../platform/logger.ts'
import { createMetrics } from '../platform/metrics.ts'
import { findProfileImages } from '../profiles/images.ts'
import { ProfileError } from '../profiles/load.ts'
import type { Profile } from '../profiles/profile.ts'

/** A grading has one box, and the first of an exercise's version one more. */
const BOXES_EACH = 2

/** What grades in boxes of its own, without a server. The languages' images must be there. */
export async function openGrader(
  root: string,
  folder: string,
  endpoint: Endpoint,
  profiles: readonly Profile[],
  atOnce: number,
): Promise<{ readonly grade: Grade } & AsyncDisposable> {
  const { engine } = await connectDockerEngine(endpoint, protectionSettings(readConfig({}), root))
  const found = await findProfileImages(profiles, folder, new DockerImages(dockerClient(endpoint, 30_000)))
  const log = silentLogger()
  const pool = new Pool({
    engine,
    labels: createOwner().labels,
    profiles,
    maxBoxes: atOnce * BOXES_EACH + 1,
    warmBoxes: 0,
    maxQueue: 100,
    log,
    metrics: createMetrics(),
  })
  for (const { profile, image } of found) {
    if (!image) throw new ProfileError(`The image of ${profile.title} is not built: npm run profiles -- build ${profile.id}`)
    pool.setImage(profile.id, image)
  }
  const grader = createGrader({ pool, profiles: new Map(profiles.map(profile => [profile.id, profile])), atOnce, mostWaiting: 100, log })
  return {
    grade: grader.grade,
    [Symbol.asyncDispose]: async () => {
      grader.close()
      await pool.close()
    },
  }
}
