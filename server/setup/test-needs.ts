import { installPackages } from './apt.ts'
import { SetupError, type Steps } from './steps.ts'
import { hasProgram, postgresPrograms } from './system.ts'

const CHROMIUM = '/usr/bin/chromium'

/** The browser of the whole-system tests. */
export async function ensureChromium(steps: Steps): Promise<void> {
  if (hasProgram('chromium')) return steps.done(`Chromium: ${CHROMIUM}`)
  if (process.getuid?.() !== 0 || !hasProgram('apt-get')) {
    throw new SetupError(
      'The whole-system tests need Chromium. Run this, then try again:\n\n    sudo apt-get install -y chromium fonts-noto-color-emoji\n',
    )
  }
  await steps.step('Installing Chromium for the whole-system tests', progress =>
    installPackages(['chromium', 'fonts-noto-color-emoji'], progress),
  )
}

/** Whether tests may start engines beside the machine's own. The same in .vitest.config.ts. */
export function mayStartEngines(): boolean {
  return process.platform === 'linux' && process.getuid?.() === 0
}

/** What the engines that tests start beside the machine's own consist of: gVisor and Podman; and AppArmor's parser. */
export async function ensureTestEngines(steps: Steps): Promise<void> {
  if (!mayStartEngines()) return
  if (hasProgram('runsc') && hasProgram('podman') && hasProgram('apparmor_parser')) return steps.done('gVisor and Podman, for tests')
  if (!hasProgram('apt-get'))
    throw new SetupError('The tests of other engines need runsc (gVisor), podman and apparmor_parser. Install them, then try again.')
  await steps.step('Installing gVisor and Podman for their tests', progress => installPackages(['runsc', 'podman', 'apparmor'], progress))
}

/** The database server that tests start beside the machine's own. */
export async function ensureTestDatabase(steps: Steps): Promise<void> {
  if (!mayStartEngines()) return
  if (postgresPrograms() !== null) return steps.done('PostgreSQL, for tests')
  if (!hasProgram('apt-get')) throw new SetupError('The tests of the store need a PostgreSQL server. Install it, then try again.')
  await steps.step('Installing PostgreSQL for its tests', progress => installPackages(['postgresql'], progress))
}
