import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import type { EngineHost } from './engine-host.ts'

/** The profile's name, in profiles/security/apparmor and in the kernel. */
const APPARMOR_PROFILE = 'glovebox-box'
const LOADED = '/sys/kernel/security/apparmor/profiles'
const PARSERS = ['/usr/sbin/apparmor_parser', '/sbin/apparmor_parser']
const PARSE_MS = 10_000

export type AppArmor =
  | { readonly profile: string; readonly why: '' }
  | { readonly profile: null; readonly why: string; readonly fix: string }

/**
 * Loads the boxes' AppArmor profile where the kernel has AppArmor. An engine accepts the name of a profile that does not exist, so the name is
 * given out only when the kernel itself lists it.
 */
export async function loadAppArmorProfile(file: string, host: EngineHost, local: boolean): Promise<AppArmor> {
  if (!host.appArmor) {
    return {
      profile: null,
      why: 'the engine’s kernel has no AppArmor',
      fix: 'Use a kernel with AppArmor or SELinux, as Debian’s, Ubuntu’s and Fedora’s are.',
    }
  }
  const fix = `As root on the engine’s machine: apparmor_parser --replace ${file}`
  if (!local) return { profile: null, why: 'the engine is on another machine: its own profile is used', fix }
  const parser = PARSERS.find(path => existsSync(path))
  if (process.getuid?.() === 0 && parser) {
    const child = spawn(parser, ['--replace', '--write-cache', file], { stdio: 'ignore', timeout: PARSE_MS, killSignal: 'SIGKILL' })
    await once(child, 'close').catch(() => {})
  }
  const loaded = await readFile(LOADED, 'utf8').catch(() => '')
  if (new RegExp(`^${APPARMOR_PROFILE} \\(enforce\\)$`, 'm').test(loaded)) return { profile: APPARMOR_PROFILE, why: '' }
  return { profile: null, why: 'the profile for boxes is not loaded: the engine’s own is used', fix }
}
