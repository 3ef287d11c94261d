import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { dockerClient, findEndpoint } from '../../engine/detect.ts'
import { connectDockerEngine } from '../../engine/docker-engine.ts'
import { DockerImages } from '../../engine/docker-images.ts'
import { findProfileImages } from '../../profiles/images.ts'
import { loadProfiles } from '../../profiles/load.ts'
import { TEST_PROTECTIONS } from '../../test-box.ts'
import { ENOUGH, type GradingBench, gradeLoop, openBench } from '../test-grading.ts'
import { FRAMEWORKS } from './test-frameworks.ts'

/** A runtime takes a while to start where something else wants the processors too. */
const LOOP_MS = 3000
const only = process.env.TESTS_OF?.split(',')
const frameworks = FRAMEWORKS.filter(({ language }) => only?.includes(language) ?? true)

let bench: GradingBench
beforeAll(async () => {
  const endpoint = await findEndpoint(process.env)
  const { engine } = await connectDockerEngine(endpoint, TEST_PROTECTIONS)
  const folder = join(import.meta.dirname, '../../../profiles')
  const profiles = (await loadProfiles(folder)).filter(({ id }) => frameworks.some(({ language }) => language === id))
  const found = await findProfileImages(profiles, folder, new DockerImages(dockerClient(endpoint, 30_000)))
  bench = openBench(
    engine,
    found.map(({ profile, image }) => {
      if (!image) throw new Error(`the image of ${profile.title} is not built: npm test prepares it`)
      return { profile, image }
    }),
  )
})
afterAll(() => bench.close())

describe.each(frameworks)('unit tests of $name', ({ language, tests, names, main, solution, wrong, unruly, broken }) => {
  const exercise = { language, visible: { files: tests }, solution: { [main]: solution } }
  const grade = (source: string, limits = ENOUGH) => bench.grade({ ...exercise, limits }, { [main]: source })

  it('pass for the solution, in source order', async () => {
    const { tests, message } = await grade(solution)
    expect({ message, tests: tests.map(({ name, status }) => `${name}: ${status}`) }).toEqual({
      message: '',
      tests: names.map(name => `${name}: pass`),
    })
    for (const test of tests) expect(test.code).toContain('add')
  })

  it('say what is wrong, and keep what the program prints', async () => {
    const [first, second] = (await grade(wrong.source)).tests
    expect(first).toMatchObject({ status: 'fail', reason: null, output: expect.stringContaining('adding') })
    expect(first?.message).toMatch(wrong.message)
    if (wrong.compared) expect(first).toMatchObject({ expected: '3', got: '4' })
    expect(second).toMatchObject({ status: 'pass' })
  })

  it('one that loops fails alone, and so does one that ends the program', async () => {
    expect(await gradeLoop(0, LOOP_MS, limits => grade(unruly, limits))).toEqual(['fail timeout', 'fail ended_early', 'pass null'])
  })

  it('a program that is none is an error, with the place', async () => {
    const grading = await grade(broken.source)
    expect(grading).toMatchObject({ status: 'error', points: 0 })
    expect(grading.message).toMatch(broken.message)
  })
})
