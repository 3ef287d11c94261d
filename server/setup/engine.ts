import { spawn } from 'node:child_process'
import { existsSync, openSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline/promises'
import { setTimeout as sleep } from 'node:timers/promises'
import { dockerClient, type Endpoint, findEndpoint, usualSockets } from '../engine/detect.ts'
import { AppError } from '../platform/app-error.ts'
import { installPackages } from './apt.ts'
import { runCommand } from './command.ts'
import type { SetupOptions } from './options.ts'
import { type Progress, SetupError, type Steps } from './steps.ts'
import { engineCommand, hasProgram, readSystem, type System } from './system.ts'

const DAEMON_LOG = '/var/log/glovebox-dockerd.log'
const DAEMON_PID = '/var/run/docker.pid'
const CONTAINERD = '/var/run/docker/containerd'
const DAEMON_MS = 60_000

/** The engine that is there, or one that is installed and started now. Rejects with a SetupError that says the one command to run. */
export async function ensureEngine(steps: Steps, options: SetupOptions): Promise<Endpoint> {
  const found = await tryEngine()
  if (found) {
    steps.done(`Container engine: ${found.address}`)
    return found
  }
  const system = readSystem()
  const installed = hasProgram('dockerd')
  if (!installed) {
    if (!mayInstall(system, options)) throw new SetupError(noEngine(system))
    if (!(await agreed(options))) throw new SetupError(noEngine(system))
    await steps.step('Installing Docker Engine from Debian’s packages (docker.io)', progress =>
      installPackages(['docker.io', 'iptables'], progress),
    )
  }
  // Its package may have started it already.
  const running = await tryEngine()
  if (running) return running
  if (!system.root || system.platform !== 'linux') throw new SetupError(noEngine(system))
  return steps.step('Starting Docker Engine', progress => startEngine(system, progress))
}

async function tryEngine(): Promise<Endpoint | null> {
  try {
    const endpoint = await findEndpoint(process.env)
    await dockerClient(endpoint, 5000).ping()
    return endpoint
  } catch (fault) {
    if (process.env.DOCKER_HOST) {
      throw new SetupError(
        `DOCKER_HOST is ${process.env.DOCKER_HOST}, but no engine answers there: ${(fault as Error).message}\nStart that engine, or unset DOCKER_HOST.`,
      )
    }
    if (!(fault instanceof AppError)) throw fault
    return null
  }
}

function mayInstall(system: System, options: SetupOptions): boolean {
  return options.installEngine && system.root && system.platform === 'linux' && hasProgram('apt-get')
}

/** On a terminal the person is asked first. */
async function agreed(options: SetupOptions): Promise<boolean> {
  if (options.yes || !process.stdin.isTTY || !process.stdout.isTTY) return true
  const terminal = createInterface({ input: process.stdin, output: process.stdout })
  const answer = await terminal.question('No container engine was found. Install Docker Engine (docker.io, with apt-get) now? [Y/n] ')
  terminal.close()
  return /^(y(es)?)?$/i.test(answer.trim())
}

function noEngine(system: System): string {
  const [socket] = usualSockets(process.env).filter(path => existsSync(path))
  const installed = hasProgram('dockerd') || (system.platform === 'darwin' && existsSync('/Applications/Docker.app'))
  if (socket && !system.root) {
    return `The container engine at ${socket} does not let you in, or does not answer. Run this, then try again:\n\n    sudo usermod -aG docker "$USER" && newgrp docker\n`
  }
  const what = installed ? 'Docker Engine is installed but does not run.' : 'Glovebox needs a container engine, and none answers here.'
  return `${what} Run this, then try again:\n\n    ${engineCommand(system, installed)}\n`
}

async function startEngine(system: System, progress: Progress): Promise<Endpoint> {
  if (system.systemd) {
    await runCommand(['systemctl', 'start', 'docker'], progress, { advice: 'See: journalctl -u docker' })
  } else {
    removeStalePids()
    const log = openSync(DAEMON_LOG, 'a')
    // A process of its own: other programs may come to use this engine, and it outlives this one.
    spawn('dockerd', [], { detached: true, stdio: ['ignore', log, log] }).unref()
  }
  const deadline = performance.now() + DAEMON_MS
  while (performance.now() < deadline) {
    const endpoint = await tryEngine()
    if (endpoint) return endpoint
    await sleep(200)
  }
  const tail = existsSync(DAEMON_LOG) ? readFileSync(DAEMON_LOG, 'utf8').split('\n').slice(-15).join('\n') : ''
  throw new SetupError(`Docker Engine was started but does not answer after ${DAEMON_MS / 1000} s. The end of ${DAEMON_LOG}:\n${tail}`)
}

/**
 * dockerd refuses to start while the process its pid file names lives, even where that number now belongs to another program. One that was killed
 * took its containerd with it, for whose socket the next one would wait in vain.
 */
function removeStalePids(): void {
  if (!isAlive(DAEMON_PID, 'dockerd')) rmSync(DAEMON_PID, { force: true })
  if (existsSync(join(CONTAINERD, 'containerd.pid')) && !isAlive(join(CONTAINERD, 'containerd.pid'), 'containerd'))
    for (const name of ['containerd.pid', 'containerd.sock', 'containerd.sock.ttrpc', 'containerd-debug.sock'])
      rmSync(join(CONTAINERD, name), { force: true })
}

/** Whether the process that a pid file names is the program that wrote it. */
function isAlive(pidFile: string, program: string): boolean {
  if (!existsSync(pidFile)) return false
  const comm = `/proc/${Number(readFileSync(pidFile, 'utf8'))}/comm`
  return existsSync(comm) && readFileSync(comm, 'utf8').trim() === program
}
