import { runCommand } from './command.ts'
import type { Progress } from './steps.ts'

const ENVIRONMENT = { DEBIAN_FRONTEND: 'noninteractive', LC_ALL: 'C.UTF-8' }

/** Installs Debian packages without what they only recommend. Finishes first what an installation that was cut off left half done. */
export async function installPackages(packages: readonly string[], progress: Progress): Promise<void> {
  const env = { ...process.env, ...ENVIRONMENT }
  const advice = `Try it by hand: apt-get update && apt-get install ${packages.join(' ')}`
  await runCommand(['dpkg', '--configure', '-a'], progress, { env, advice: 'Try it by hand: dpkg --configure -a' })
  // Waits for another apt that is at work, such as the unattended upgrades of a machine that has just started.
  const apt = ['apt-get', '-q', '-o', 'DPkg::Lock::Timeout=120', '-o', 'Acquire::Retries=3']
  await runCommand([...apt, 'update'], progress, { env, advice })
  await runCommand([...apt, 'install', '-y', '--no-install-recommends', ...packages], progress, { env, advice })
}
