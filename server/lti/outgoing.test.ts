import { expect, it } from 'vitest'
import { isOfPlatform, originsOf, urlFault } from './outgoing.ts'

const PLATFORM = {
  id: 'x',
  issuer: 'https://lms.example',
  clientId: 'c',
  deployments: ['1'],
  loginUrl: 'https://sso.example/auth',
  tokenUrl: 'https://lms.example:8443/token',
  jwksUrl: 'https://lms.example/jwks',
  audience: null,
  origins: ['https://school.example'],
  createdMs: 1,
}

it.each(['https://lms.example/x?y=z', 'http://127.0.0.1:8080/x', 'http://localhost/x', 'http://[::1]:1/x'])('takes %s', url => {
  expect(urlFault(url)).toBeNull()
})

it.each([
  'x',
  'http://lms.example/x',
  'http://10.0.0.1/x',
  'http://127.0.0.1.example/x',
  'ftp://lms.example/x',
  'file:///etc/passwd',
  'https://user:password@lms.example/x',
  'https://lms.example/x#y',
  `https://lms.example/${'x'.repeat(2048)}`,
])('does not take %s', url => {
  expect(urlFault(url)).toMatch(/^".*(must|is not)/)
})

it('knows the hosts of a course system by what its operator has named', () => {
  expect(originsOf({ ...PLATFORM, issuer: 'urn:lms' })).toEqual([
    'https://sso.example',
    'https://lms.example:8443',
    'https://lms.example',
    'https://school.example',
  ])
  for (const url of ['https://lms.example/a', 'https://school.example/b', 'https://lms.example:8443/'])
    expect(isOfPlatform(url, PLATFORM)).toBe(true)
  for (const url of [
    'https://other.example/',
    'https://lms.example:9/',
    'http://lms.example/',
    'https://lms.example.evil.example/',
    'https://lms.example@evil.example/',
  ])
    expect(isOfPlatform(url, PLATFORM)).toBe(false)
})
