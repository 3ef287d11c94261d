import { join } from 'node:path'
import { expect, test } from 'vitest'
import { dockerClient, findEndpoint } from '../../engine/detect.ts'
import { DockerImages } from '../../engine/docker-images.ts'
import { findProfileImages } from '../../profiles/images.ts'
import { loadProfiles } from '../../profiles/load.ts'
import { openGrader } from '../../setup/grader.ts'
import { checkExercises } from '../check/check.ts'
import { faultText } from '../format/fault.ts'
import { testFolder } from '../test-folders.ts'
import { importTrack } from './import-track.ts'
import { TRACKS, trackFiles } from './test-tracks.ts'

const ROOT = join(import.meta.dirname, '../../..')
const PROFILES = join(ROOT, 'profiles')

/** A framework is compiled four times. */
const GRADING_MS = 240_000

const profiles = await loadProfiles(PROFILES)
const endpoint = await findEndpoint(process.env)
const found = await findProfileImages(profiles, PROFILES, new DockerImages(dockerClient(endpoint, 30_000)))
const built = found.filter(({ image }) => image !== null).map(({ profile }) => profile.id)

// `check` grades both: the solution must pass everything, and the stub must not.
for (const slug of Object.keys(TRACKS))
  test.skipIf(!built.includes(slug))(
    `an imported ${slug} exercise is solved by its example, and not by its stub`,
    async () => {
      await using folder = await testFolder(trackFiles(slug))
      const into = join(folder.path, 'into')
      const { left } = await importTrack({ track: folder.path, into, languages: profiles, onProgress: () => {} })
      expect(left).toEqual([])
      const faults: string[] = []
      const { rows } = await checkExercises({
        folders: [into],
        around: [],
        only: [],
        profiles,
        openGrader: languages => openGrader(ROOT, PROFILES, endpoint, languages, 1),
        atOnce: 1,
        onFault: fault => void faults.push(faultText(fault).replace(`${into}/`, '')),
        onProgress: () => {},
        signal: AbortSignal.timeout(GRADING_MS),
      })
      expect(faults).toEqual([])
      // The second test is one that a student would have to switch on.
      expect(rows).toMatchObject([{ slug: `${slug}-even-steps`, language: slug, graded: { tests: TRACKS[slug]?.tests } }])
    },
    GRADING_MS,
  )
