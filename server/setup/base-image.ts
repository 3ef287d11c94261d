import { createReadStream } from 'node:fs'
import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { DockerImages } from '../engine/docker-images.ts'
import { BASE_IMAGE } from '../profiles/images.ts'
import { installPackages } from './apt.ts'
import { readCommand, runCommand } from './command.ts'
import { type Progress, SetupError, type Steps } from './steps.ts'
import { hasProgram } from './system.ts'

const SUITE = 'trixie'
const UPSTREAM = 'debian:trixie-slim'
const PULL_MS = 120_000
const MIRROR_MS = 10_000
/** Used where the host has no Debian sources of its own. */
const PUBLIC_SOURCES = { main: 'http://deb.debian.org/debian/', security: 'http://deb.debian.org/debian-security/' }

/**
 * Makes sure that the engine has the base of every image, and gives its id. `debian:trixie-slim` is taken when it is there or a registry gives it; else the
 * same is made from the Debian mirror this host uses.
 */
export async function ensureBaseImage(steps: Steps, images: DockerImages, cacheFolder: string, rebuild: boolean): Promise<string> {
  const present = rebuild ? null : await images.find(BASE_IMAGE)
  if (present) {
    steps.done(`Base image: ${BASE_IMAGE}`)
    return present
  }
  const upstream = rebuild ? null : await images.find(UPSTREAM)
  const pulled =
    upstream !== null ||
    (await steps.step(`Looking for ${UPSTREAM} in a registry`, async progress => {
      const came = await images.pull(UPSTREAM, PULL_MS, progress)
      if (!came) progress('no registry has it')
      return came
    }))
  if (pulled) await images.tag(UPSTREAM, BASE_IMAGE)
  else await bootstrapBase(steps, images, cacheFolder)
  const id = await images.find(BASE_IMAGE)
  if (!id) throw new SetupError(`The engine does not know ${BASE_IMAGE} although it was just made. Try again with: npm start -- --rebuild`)
  return id
}

async function bootstrapBase(steps: Steps, images: DockerImages, cacheFolder: string): Promise<void> {
  if (process.getuid?.() !== 0 || !hasProgram('apt-get')) {
    throw new SetupError(
      `The base image ${UPSTREAM} is not there, no registry gives it, and only root on a Debian system can make it.\nLoad it by hand, then try again: docker load < trixie-slim.tar`,
    )
  }
  if (!hasProgram('mmdebstrap')) {
    await steps.step('No registry has it: installing mmdebstrap to make the base image', progress =>
      installPackages(['mmdebstrap'], progress),
    )
  }
  // What an attempt that was cut off left is of no use to this one.
  await rm(cacheFolder, { recursive: true, force: true })
  await mkdir(cacheFolder, { recursive: true })
  const tar = join(cacheFolder, 'base.tar')
  try {
    await steps.step(`No registry has it: making the base image from this machine’s Debian mirror (${SUITE})`, progress =>
      makeRoot(tar, progress),
    )
    await steps.step('Loading the base image into the engine', () => images.importRoot(createReadStream(tar), BASE_IMAGE))
  } finally {
    await rm(tar, { force: true })
  }
}

async function makeRoot(tar: string, progress: Progress): Promise<void> {
  const sources = await trixieSources()
  progress(sources.join(', '))
  const proxy = /'(.*)'/.exec((await readCommand(['apt-config', 'shell', 'proxy', 'Acquire::http::Proxy'])) ?? '')?.[1]
  const argv = [
    'mmdebstrap',
    '--variant=minbase',
    ...(proxy ? [`--aptopt=Acquire::http::Proxy "${proxy}"`] : []),
    // Manuals and translations have no reader in a box.
    '--dpkgopt=path-exclude=/usr/share/doc/*',
    '--dpkgopt=path-exclude=/usr/share/man/*',
    '--dpkgopt=path-exclude=/usr/share/info/*',
    '--dpkgopt=path-exclude=/usr/share/locale/*',
    // Copied from this machine for the time of the making; nothing of it belongs into a box.
    '--customize-hook=rm -f "$1/etc/hostname" "$1/etc/resolv.conf"',
    ...(proxy ? ['--customize-hook=rm -f "$1/etc/apt/apt.conf.d/99mmdebstrap"'] : []),
    SUITE,
    tar,
    ...sources,
  ]
  await runCommand(argv, progress, {
    advice: `Check that this machine reaches its Debian mirror (apt-get update), or give the engine the base image: docker pull ${UPSTREAM}`,
  })
}

/** The host's own mirrors with trixie's suites, as far as they carry them. */
async function trixieSources(): Promise<string[]> {
  const listed = await readCommand(['apt-get', 'indextargets', '--format', '$(REPO_URI)', 'Created-By: Packages'])
  const mirrors = [...new Set((listed ?? '').split('\n').filter(line => /^https?:\/\/\S+$/.test(line)))]
  const main = await firstCarrying([...mirrors, PUBLIC_SOURCES.main], SUITE)
  if (!main) {
    throw new SetupError(`None of this machine’s Debian mirrors carries ${SUITE}: ${mirrors.join(', ') || 'none is configured'}.`)
  }
  const sources = [`deb ${main} ${SUITE} main`]
  if (await carries(main, `${SUITE}-updates`)) sources.push(`deb ${main} ${SUITE}-updates main`)
  const security = await firstCarrying([...mirrors, PUBLIC_SOURCES.security], `${SUITE}-security`)
  if (security) sources.push(`deb ${security} ${SUITE}-security main`)
  return sources
}

async function firstCarrying(mirrors: readonly string[], suite: string): Promise<string | null> {
  for (const mirror of mirrors) if (await carries(mirror, suite)) return mirror
  return null
}

/** Asked with apt's own downloader, which goes the way this machine's apt goes, proxies and all. */
async function carries(mirror: string, suite: string): Promise<boolean> {
  const folder = await mkdtemp(join(tmpdir(), 'glovebox-'))
  try {
    const url = `${mirror.replace(/\/?$/, '/')}dists/${suite}/InRelease`
    const options = ['-o', `Acquire::http::Timeout=${MIRROR_MS / 1000}`, '-o', 'Acquire::Retries=1']
    return (await readCommand(['/usr/lib/apt/apt-helper', ...options, 'download-file', url, join(folder, 'InRelease')])) !== null
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}
