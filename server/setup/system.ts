import { accessSync, constants, existsSync, readdirSync, readFileSync } from 'node:fs'
import { delimiter, join } from 'node:path'

export type System = {
  readonly platform: NodeJS.Platform
  /** ID and ID_LIKE of os-release(5), lower case; empty elsewhere than on Linux. */
  readonly family: readonly string[]
  readonly root: boolean
  readonly systemd: boolean
}

export function readSystem(): System {
  return {
    platform: process.platform,
    family: existsSync('/etc/os-release') ? osFamily(readFileSync('/etc/os-release', 'utf8')) : [],
    root: process.getuid?.() === 0,
    // sd_booted(3)
    systemd: existsSync('/run/systemd/system'),
  }
}

/** The names an os-release(5) file gives its system and those it descends from. */
export function osFamily(osRelease: string): string[] {
  const names: string[] = []
  for (const line of osRelease.split('\n')) {
    const match = /^(ID|ID_LIKE)=["']?([^"']*)["']?$/.exec(line.trim())
    if (match) names.push(...(match[2] as string).toLowerCase().split(/\s+/).filter(Boolean))
  }
  return names
}

/** Whether a program of that name can be run. */
export function hasProgram(name: string): boolean {
  return (process.env.PATH ?? '').split(delimiter).some(folder => {
    try {
      accessSync(join(folder, name), constants.X_OK)
      return true
    } catch {
      return false
    }
  })
}

/** Where Debian keeps the programs of its newest PostgreSQL server; null where there is none. */
export function postgresPrograms(): string | null {
  const versions = '/usr/lib/postgresql'
  const found = existsSync(versions) ? readdirSync(versions).filter(version => existsSync(join(versions, version, 'bin/initdb'))) : []
  const newest = found.sort((a, b) => Number(b) - Number(a))[0]
  return newest === undefined ? null : join(versions, newest, 'bin')
}

/** The one command that gives this system an engine. */
export function engineCommand(system: System, installed: boolean): string {
  const sudo = system.root ? '' : 'sudo '
  if (system.platform === 'darwin') return installed ? 'open -a Docker' : 'brew install --cask docker && open -a Docker'
  if (system.platform === 'win32') return 'winget install Docker.DockerDesktop'
  const start = system.systemd ? `${sudo}systemctl enable --now docker` : `${sudo}service docker start`
  const member = system.root ? '' : ` && ${sudo}usermod -aG docker "$USER" && newgrp docker`
  if (installed) return start
  const is = (name: string): boolean => system.family.includes(name)
  if (is('debian') || is('ubuntu')) return `${sudo}apt-get install -y docker.io${member}`
  if (is('fedora') || is('rhel')) return `${sudo}dnf install -y moby-engine && ${start}${member}`
  if (is('arch')) return `${sudo}pacman -S --noconfirm docker && ${start}${member}`
  if (is('alpine')) return `${sudo}apk add docker && ${sudo}rc-update add docker && ${sudo}service docker start`
  if (is('suse') || is('opensuse')) return `${sudo}zypper install -y docker && ${start}${member}`
  return 'curl -fsSL https://get.docker.com | sh'
}
