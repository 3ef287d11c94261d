import { mkdtemp, rm } from 'node:fs/promises'
import { connect, createServer, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { findPython, TEST_PROTECTIONS } from '../test-box.ts'
import { type Endpoint, findEndpoint, parseEndpoint } from './detect.ts'
import { connectDockerEngine } from './docker-engine.ts'
import { describeEngine } from './engine.contract.ts'
import type { Engine } from './engine.ts'

describeEngine('DockerEngine', async () => {
  const { engine, profile, image } = await findPython()
  const dead = await connectThenCut(await findEndpoint(process.env))
  return { engine, dead, spec: { image, tier: 'standard', limits: profile.boxLimits, labels: { 'glovebox.test': 'contract' } } }
})

describe('connecting', () => {
  it('says engine_down where nothing listens', async () => {
    const nowhere = parseEndpoint('unix:///nonexistent/docker.sock', {})
    await expect(connectDockerEngine(nowhere, TEST_PROTECTIONS)).rejects.toMatchObject({ code: 'engine_down' })
  })
})

/** The engine behind a relay that is then taken away. */
async function connectThenCut(endpoint: Endpoint): Promise<Engine> {
  const folder = await mkdtemp(join(tmpdir(), 'glovebox-'))
  const path = join(folder, 'relay.sock')
  const sockets: Socket[] = []
  const relay = createServer(near => {
    const { socketPath, host, port } = endpoint.request
    const far = socketPath ? connect(socketPath) : connect(Number(port), host ?? 'localhost')
    sockets.push(near, far)
    for (const socket of [near, far]) socket.on('error', () => {})
    near.pipe(far).pipe(near)
  })
  await new Promise<void>(resolve => relay.listen(path, resolve))
  const { engine } = await connectDockerEngine(parseEndpoint(`unix://${path}`, {}), TEST_PROTECTIONS)
  for (const socket of sockets) socket.destroy()
  await new Promise(resolve => relay.close(resolve))
  await rm(folder, { recursive: true, force: true })
  return engine
}
