import { describe, expect, it } from 'vitest'
import { runCommand } from './command.ts'
import { readOptions } from './options.ts'
import { SetupError, Steps } from './steps.ts'
import { engineCommand, osFamily, type System } from './system.ts'

const system = (changes: Partial<System>): System => ({ platform: 'linux', family: ['debian'], root: false, systemd: true, ...changes })

describe('the one command that gives a system an engine', () => {
  it.each<[string, Partial<System>, boolean, string]>([
    ['Debian', {}, false, 'sudo apt-get install -y docker.io && sudo usermod -aG docker "$USER" && newgrp docker'],
    ['Debian, root', { root: true }, false, 'apt-get install -y docker.io'],
    ['Mint', { family: ['linuxmint', 'ubuntu', 'debian'] }, false, 'sudo apt-get install -y docker.io'],
    ['Fedora', { family: ['fedora'] }, false, 'sudo dnf install -y moby-engine && sudo systemctl enable --now docker'],
    ['Arch', { family: ['arch'] }, false, 'sudo pacman -S --noconfirm docker'],
    ['macOS', { platform: 'darwin', family: [] }, false, 'brew install --cask docker'],
    ['macOS, installed', { platform: 'darwin', family: [] }, true, 'open -a Docker'],
    ['installed, systemd', {}, true, 'sudo systemctl enable --now docker'],
    ['installed, no systemd', { systemd: false, root: true }, true, 'service docker start'],
    ['unknown', { family: ['plan9'] }, false, 'get.docker.com'],
  ])('%s', (_name, changes, installed, command) => {
    expect(engineCommand(system(changes), installed)).toContain(command)
  })

  it('reads os-release', () => {
    expect(osFamily('NAME="Ubuntu"\nID=ubuntu\nID_LIKE="debian"\nVERSION_ID="24.04"')).toEqual(['ubuntu', 'debian'])
    expect(osFamily("ID='rocky'\nID_LIKE='rhel centos fedora'")).toEqual(['rocky', 'rhel', 'centos', 'fedora'])
  })
})

describe('options', () => {
  it('reads what npm passes on', () => {
    expect(readOptions('start', ['--port', '8080', '--host=0.0.0.0', '--no-engine-install'])).toMatchObject({
      port: '8080',
      host: '0.0.0.0',
      installEngine: false,
    })
    expect(readOptions('test', ['unit', 'e2e']).names).toEqual(['unit', 'e2e'])
    expect(readOptions('exercises', ['check', 'mine', '--only', 'sums', '--only', 'loops', '--static'])).toMatchObject({
      names: ['check', 'mine'],
      only: ['sums', 'loops'],
      static: true,
    })
  })

  it.each([
    ['start', ['--prot', '1']],
    ['start', ['now']],
    ['launch', []],
  ])('explains itself when it does not understand: %s %j', (command, argv) => {
    expect(() => readOptions(command, argv)).toThrow(/npm start/)
  })
})

describe('steps', () => {
  const written: string[] = []
  const steps = new Steps({ isTTY: false, write: (line: string) => written.push(line) } as unknown as NodeJS.WriteStream)

  it('says what is done and how long it took', async () => {
    await steps.step('Boiling water', async () => 'tea')
    expect(written.join('')).toMatch(/^· Boiling water …\n✓ Boiling water \(\d+\.\d s\)\n$/)
  })

  it('says which step failed', async () => {
    await expect(
      steps.step('Breaking', async () => {
        throw new SetupError('because')
      }),
    ).rejects.toThrow('because')
    expect(written.join('')).toContain('✗ Breaking')
  })
})

describe('commands', () => {
  it('shows the end of what a failed command said, and what to do', async () => {
    const failing = runCommand([process.execPath, '-e', 'console.log("detail"); process.exit(3)'], () => {}, { advice: 'Do this.' })
    await expect(failing).rejects.toThrow(/\(3\):\n {4}detail\nDo this\./)
  })

  it('says so when there is no such command', async () => {
    await expect(runCommand(['no-such-command'], () => {}, { advice: 'Install it.' })).rejects.toThrow(
      /could not be run[\s\S]*Install it\./,
    )
  })
})
