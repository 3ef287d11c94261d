import { expect, it } from 'vitest'
import { ConfigError, readConfig } from './config.ts'

it('has a default for everything, and listens to this machine only', () => {
  expect(readConfig({})).toMatchObject({ host: '127.0.0.1', port: 3000, origins: [], graceMs: 30_000 })
})

it('takes an empty value for one that is not set', () => {
  expect(readConfig({ GLOVEBOX_PORT: '' }).port).toBe(3000)
})

it('names every setting that is wrong', () => {
  const wrong = { GLOVEBOX_PORT: '99999', GLOVEBOX_MAX_BOXES: 'many', GLOVEBOX_ORIGINS: 'example.org', GLOVEBOX_GRACE_SECONDS: '-1' }
  expect(() => readConfig(wrong)).toThrow(ConfigError)
  for (const name of Object.keys(wrong)) expect(() => readConfig(wrong)).toThrow(name)
})

it('bounds the database, whatever is set', () => {
  for (const text of [undefined, '']) expect(readConfig({ GLOVEBOX_DATA_MB: text }).dataBytes).toBe(2 ** 31)
  expect(readConfig({ GLOVEBOX_DATA_MB: '100' }).dataBytes).toBe(100 * 2 ** 20)
  expect(() => readConfig({ GLOVEBOX_DATA_MB: '0' })).toThrow('GLOVEBOX_DATA_MB')
})

it('reads origins', () => {
  expect(readConfig({ GLOVEBOX_ORIGINS: 'https://a.example, http://b.example:8080' }).origins).toEqual([
    'https://a.example',
    'http://b.example:8080',
  ])
  expect(() => readConfig({ GLOVEBOX_ORIGINS: 'https://a.example/path' })).toThrow('is not an origin')
  expect(readConfig({ GLOVEBOX_EMBED_ORIGINS: '*' }).embedOrigins).toEqual(['*'])
  // What ends in a semicolon would go on as another directive of the policy.
  for (const text of ['https://a.example; script-src *', '*.example', "'self'"])
    expect(() => readConfig({ GLOVEBOX_EMBED_ORIGINS: text })).toThrow('is not an origin')
})

it('takes a mail or a web address for reports', () => {
  for (const address of ['abuse@example.org', 'https://example.org/report?a=b'])
    expect(readConfig({ GLOVEBOX_REPORT_TO: address }).reportTo).toBe(address)
  for (const address of ['nobody', 'javascript:alert(1)', 'mailto:a@example.org'])
    expect(() => readConfig({ GLOVEBOX_REPORT_TO: address })).toThrow('GLOVEBOX_REPORT_TO: is neither')
})

it('keeps room for at least one box that is not kept warm', () => {
  expect(readConfig({ GLOVEBOX_MAX_BOXES: '2', GLOVEBOX_WARM_BOXES: '10' }).warmBoxes).toBe(1)
})

it('says for whom programs are run over the API', () => {
  expect(readConfig({}).api).toBe('open')
  expect(readConfig({ GLOVEBOX_API: 'keys' }).api).toBe('keys')
  expect(() => readConfig({ GLOVEBOX_API: 'closed' })).toThrow('GLOVEBOX_API')
})
