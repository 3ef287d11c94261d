import { readFile } from 'node:fs/promises'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { createMetrics, type Metrics, watchLevels, watchProcess } from '../platform/metrics.ts'
import { createMetricsServer } from './metrics-server.ts'

function allMetrics(): Metrics {
  const metrics = createMetrics()
  watchProcess(metrics)
  const pool = { boxes: 3, maxBoxes: 8, waiting: 0, profiles: [{ profile: 'python', warm: 2, starting: 0, target: 2 }] }
  watchLevels(metrics, { sessions: () => 1, connections: () => 1, gradings: () => 0, gradingsWaiting: () => 0, pool: () => pool })
  return metrics
}

async function ask(token: string, path: string, headers: Record<string, string> = {}): Promise<{ status: number; text: string }> {
  const server = createMetricsServer(allMetrics().registry, token)
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  try {
    const response = await fetch(`http://127.0.0.1:${(server.address() as AddressInfo).port}${path}`, { headers })
    return { status: response.status, text: await response.text() }
  } finally {
    server.close()
    server.closeAllConnections()
  }
}

it('serves what was counted, and nothing else', async () => {
  const { status, text } = await ask('', '/metrics')
  expect(status).toBe(200)
  expect(text).toContain('glovebox_boxes 3')
  expect(text).toContain('glovebox_pool_warm{profile="python"} 2')
  expect(text).toContain('nodejs_eventloop_lag_p99_seconds')
  expect((await ask('', '/')).status).toBe(404)
})

it('wants its token, whole', async () => {
  const token = 'a-token-of-some-length'
  expect((await ask(token, '/metrics')).status).toBe(401)
  expect((await ask(token, '/metrics', { authorization: `Bearer ${token.slice(1)}` })).status).toBe(401)
  expect((await ask(token, '/metrics', { authorization: `Bearer ${token}` })).status).toBe(200)
})

it('names metrics as Prometheus has it: own prefix, base units, _total on counters', async () => {
  const own = (await allMetrics().registry.getMetricsAsJSON()).filter(({ name }) => name.startsWith('glovebox_'))
  expect(own.length).toBeGreaterThan(15)
  for (const { name, help, type } of own) {
    const kind = String(type)
    expect(name).toMatch(/^glovebox_[a-z_]+$/)
    expect(name.endsWith('_total'), name).toBe(kind === 'counter')
    if (kind === 'histogram') expect(name).toMatch(/_(seconds|bytes)$/)
    expect(name).not.toMatch(/_(ms|milliseconds|kb|mb|percent)(_|$)/)
    expect(help).toMatch(/^[A-Z].*\.$/)
  }
})

it('has a dashboard that asks only for metrics there are', async () => {
  const dashboard = await readFile(join(import.meta.dirname, '../platform/grafana-dashboard.json'), 'utf8')
  const known = new Set((await allMetrics().registry.getMetricsAsJSON()).map(({ name }) => name))
  const asked = new Set(dashboard.match(/\b(glovebox|nodejs|process)_[a-z0-9_]+/g))
  expect(asked.size).toBeGreaterThan(12)
  for (const name of asked) expect(known, name).toContain(name.replace(/_(bucket|sum|count)$/, ''))
})
