import { basename, join } from 'node:path'
import { expect, test } from 'vitest'
import { dockerClient, findEndpoint } from '../../engine/detect.ts'
import { DockerImages } from '../../engine/docker-images.ts'
import { findProfileImages } from '../../profiles/images.ts'
import { loadProfiles } from '../../profiles/load.ts'
import { openGrader } from '../../setup/grader.ts'
import { faultText } from '../format/fault.ts'
import { checkExercises } from './check.ts'
import { checkStatic } from './static-check.ts'

const ROOT = join(import.meta.dirname, '../../..')
const PROFILES = join(ROOT, 'profiles')
const SHIPPED = join(PROFILES, 'exercises')
/** Compilers take their time on a loaded machine. */
const COURSE_MS = 900_000

const profiles = await loadProfiles(PROFILES)
const endpoint = await findEndpoint(process.env)
const found = await findProfileImages(profiles, PROFILES, new DockerImages(dockerClient(endpoint, 30_000)))
const built = new Set(found.filter(({ image }) => image !== null).map(({ profile }) => profile.id))
const { courses, exercises } = await checkStatic([SHIPPED], profiles)

for (const { folder } of courses) {
  const inIt = exercises.filter(({ loaded }) => loaded.folder.startsWith(`${folder}/`))
  const languages = inIt.flatMap(({ loaded }) => [...(loaded.exercise?.inLanguages.keys() ?? [])])
  test.skipIf(!languages.every(id => built.has(id)))(
    `every solution of ${basename(folder)} passes, and no starter does`,
    async () => {
      const faults: string[] = []
      const { rows } = await checkExercises({
        folders: [folder],
        around: [SHIPPED],
        only: [],
        profiles,
        openGrader: needed => openGrader(ROOT, PROFILES, endpoint, needed, 2),
        atOnce: 2,
        onFault: fault => void faults.push(faultText(fault).replace(`${SHIPPED}/`, '')),
        onProgress: () => {},
        signal: AbortSignal.timeout(COURSE_MS),
      })
      expect(faults).toEqual([])
      expect(rows.every(({ graded }) => graded !== null)).toBe(true)
    },
    COURSE_MS,
  )
}
