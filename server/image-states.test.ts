import { expect, it } from 'vitest'
import type { ImageState } from './protocol/profile-info.ts'
import { COMPILED, startTestServer, TestClient } from './test-server.ts'

const states = (client: TestClient): ImageState[] =>
  client.messages.flatMap(message =>
    message.type === 'profiles' || message.type === 'welcome'
      ? message.profiles.filter(({ id }) => id === COMPILED.id).map(({ image }) => image)
      : [],
  )

it('tells pages how far an image is, once a second at most, and lets them run when it is there', { timeout: 30_000 }, async () => {
  await using server = await startTestServer()
  using client = await TestClient.open(server.port)
  expect(states(client)).toEqual([{ name: 'waiting' }])
  client.run(1, 'print early', COMPILED)
  expect(await client.message('error')).toMatchObject({ code: 'not_ready', run: 1 })

  const startedMs = performance.now()
  for (let part = 0; part < 1; part += 0.01) {
    server.app.setImageState(COMPILED.id, { name: 'building', part, doing: 'unpacking' })
    await new Promise(resolve => setTimeout(resolve, 25))
  }
  const told = states(client).filter(({ name }) => name === 'building')
  expect(told.length).toBeGreaterThan(1)
  // The first at once, and one for each second that has begun since.
  expect(told.length).toBeLessThanOrEqual(Math.ceil((performance.now() - startedMs) / 1000) + 1)

  server.app.setImageState(COMPILED.id, { name: 'failed', why: 'the network is away' })
  await client.until(() => states(client).find(({ name }) => name === 'failed'))

  await server.app.setImage(COMPILED.id, 'image')
  await client.until(() => states(client).find(({ name }) => name === 'ready'))
  client.run(2, 'print late', COMPILED)
  expect(await client.finished(2)).toMatchObject({ reason: 'exited', code: 0 })
  expect(client.output).toContain('late')
})
