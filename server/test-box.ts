import { join } from 'node:path'
import { Box } from './box/box.ts'
import { Run, type RunOutcome } from './box/runner.ts'
import { dockerClient, findEndpoint } from './engine/detect.ts'
import { connectDockerEngine } from './engine/docker-engine.ts'
import { DockerImages } from './engine/docker-images.ts'
import type { Engine } from './engine/engine.ts'
import { protectionSettings } from './engine/protections.ts'
import { createOwner } from './engine/reaper.ts'
import { readConfig } from './platform/config.ts'
import { findProfileImages } from './profiles/images.ts'
import { loadProfiles } from './profiles/load.ts'
import type { Profile } from './profiles/profile.ts'

const PROFILES = join(import.meta.dirname, '../profiles')

/** The wall as it is by default. */
export const TEST_PROTECTIONS = protectionSettings(readConfig({}), join(PROFILES, '..'))

export type Python = { readonly engine: Engine; readonly profile: Profile; readonly image: string }

/** This machine's engine, and the Python image that the preparation has built. */
export async function findPython(): Promise<Python> {
  const endpoint = await findEndpoint(process.env)
  const { engine } = await connectDockerEngine(endpoint, TEST_PROTECTIONS)
  const python = (await loadProfiles(PROFILES)).filter(({ id }) => id === 'python')
  const [found] = await findProfileImages(python, PROFILES, new DockerImages(dockerClient(endpoint, 30_000)))
  if (!found?.image) throw new Error('the images are not built: npm test prepares them')
  return { engine, profile: found.profile, image: found.image }
}

/** A box of its own, with changed limits if asked for. */
export async function openBox(
  python: Python,
  changes: Partial<Profile> = {},
  signal = AbortSignal.timeout(60_000),
): Promise<Box & AsyncDisposable> {
  const box = await Box.open(
    { engine: python.engine, labels: createOwner().labels, onMade: () => {}, onGone: () => {} },
    { ...python.profile, ...changes },
    python.image,
    signal,
  )
  return Object.assign(box, { [Symbol.asyncDispose]: () => box.destroy() })
}

export type Ran = RunOutcome & { readonly output: string }
export type Interaction = (text: string, run: Run) => void

/** Runs a Python program in a box to its end. `onText` is told all the output so far whenever there is more. */
export async function runPython(box: Box, source: string, onText: Interaction = () => {}): Promise<Ran> {
  let output = ''
  const run = new Run(
    box,
    { files: [{ name: 'main.py', content: source }], args: [], size: { cols: 80, rows: 24 } },
    {
      onStarted: () => {},
      onOutput: bytes => {
        output += bytes.toString('utf8')
        run.credit(bytes.length)
        onText(output, run)
      },
    },
  )
  return { ...(await run.outcome), output: output.replaceAll('\r\n', '\n') }
}
