import { expect, it } from 'vitest'
import { trusted, trustedServers } from './servers.ts'

const SCRIPT = 'https://code.example.org/glovebox-snippet.js'
const tag = (src: string, servers?: string) => ({ src, dataset: { servers } })

it.each([
  ['the script’s own', 'https://code.example.org/', [tag(SCRIPT)]],
  ['the script’s own, where its element is not found', 'https://code.example.org/below/', []],
  ['one that the script’s element names', 'https://two.example.org/', [tag(SCRIPT, ' https://one.example.org\n https://two.example.org ')]],
])('lets examples be shown by %s', (_name, address, tags) => {
  expect(trusted(new URL(address), trustedServers(SCRIPT, tags)).href).toBe(address)
})

it.each([
  ['another server', 'https://evil.example/', [tag(SCRIPT)]],
  ['a server that begins as one does', 'https://code.example.org.evil.example/', [tag(SCRIPT, 'https://one.example.org')]],
  ['another port', 'https://code.example.org:8443/', [tag(SCRIPT)]],
  ['another scheme', 'http://code.example.org/', [tag(SCRIPT)]],
  [
    'what another script’s element names',
    'https://evil.example/',
    [tag(SCRIPT), tag('https://code.example.org/other.js', 'https://evil.example')],
  ],
  ['what is no web address', 'data:text/html,x', [tag(SCRIPT, 'null')]],
])('does not let them be shown by %s', (_name, address, tags) => {
  expect(() => trusted(new URL(address), trustedServers(SCRIPT, tags))).toThrow('data-servers')
})

it('gives files that are opened no server of their own', () => {
  const script = 'file:///site/glovebox-snippet.js'
  expect(() => trusted(new URL('file:///tmp/evil/'), trustedServers(script, []))).toThrow('data-servers')
})
