import { Readable } from 'node:stream'
import { describe, expect, it, vi } from 'vitest'
import { silentLogger } from '../platform/logger.ts'
import type { ImageState } from '../protocol/profile-info.ts'
import { WITHIN } from '../test-server.ts'
import { type BuilderEngine, ImageBuilder, type ImageBuilderDeps } from './image-builder.ts'
import type { Profile } from './profile.ts'

const profiles = ['first', 'second', 'third'].map(id => ({ id, title: id }) as Profile)

type Build = Parameters<BuilderEngine['build']>

/** An engine in memory, and what the builder told of it. */
function place(build: (...args: Build) => Promise<void>, changes: Partial<ImageBuilderDeps> = {}) {
  const images = new Set<string>()
  const built: string[] = []
  const ready: string[] = []
  const states: [string, ImageState][] = []
  const engine: BuilderEngine = {
    find: async tag => (images.has(tag) ? 'id' : null),
    build: async (image, onLine) => {
      built.push(image.tag)
      await build(image, onLine)
      images.add(image.tag)
    },
  }
  const builder = new ImageBuilder({
    engine,
    profiles,
    plan: async ({ id }) => ({ tag: id, dockerfile: 'Dockerfile', args: {}, context: () => Readable.from([]) }),
    onReady: async ({ id }) => void ready.push(id),
    onState: ({ id }, state) => void states.push([id, state]),
    log: silentLogger(),
    retryMs: [1, 1],
    ...changes,
  })
  return { builder, images, built, ready, states }
}

describe('images in the background', () => {
  it('offers what is there, then builds the rest in order', async () => {
    const { builder, images, built, ready, states } = place(async (_image, onLine) => onLine('Step 2/4 : ARG PACKAGES'))
    images.add('second')
    await builder.offerPresent()
    expect(ready).toEqual(['second'])
    expect(built).toEqual([])
    builder.start()
    await builder.done()
    expect(built).toEqual(['first', 'third'])
    expect(ready).toEqual(['second', 'first', 'third'])
    expect(states.map(([id, { name }]) => `${id} ${name}`)).toEqual([
      'first building',
      'first building',
      'third building',
      'third building',
    ])
  })

  it('builds one at a time', async () => {
    let live = 0
    const { builder } = place(async () => {
      live += 1
      expect(live).toBe(1)
      await new Promise(resolve => setTimeout(resolve, 2))
      live -= 1
    })
    await builder.offerPresent()
    builder.start()
    await builder.done()
    expect.assertions(3)
  })

  it('goes on after a failure, says why, and tries again so often', async () => {
    const { builder, built, ready, states } = place(async ({ tag }, onLine) => {
      if (tag !== 'first') return
      onLine('E: Unable to locate package nowhere')
      onLine('Removing intermediate container 123')
      throw new Error("The command '/bin/sh -c apt-get' returned a non-zero code: 100")
    })
    await builder.offerPresent()
    builder.start()
    await builder.done()
    expect(built.filter(id => id === 'first')).toHaveLength(3)
    expect(built.slice(0, 2)).toEqual(['first', 'second'])
    expect(ready).toEqual(['second', 'third'])
    const whys = states.flatMap(([, state]) => (state.name === 'failed' ? [state.why] : []))
    expect(whys).toEqual([
      'E: Unable to locate package nowhere It is tried again in 1 s.',
      'E: Unable to locate package nowhere It is tried again in 1 s.',
      'E: Unable to locate package nowhere',
    ])
  })

  it('succeeds at a later try', async () => {
    let tries = 0
    const { builder, ready } = place(async ({ tag }) => {
      if (tag === 'second' && ++tries < 3) throw new Error('the network is away')
    })
    await builder.offerPresent()
    builder.start()
    await builder.done()
    expect([...ready].sort()).toEqual(['first', 'second', 'third'])
  })

  it('shows a bounded reason', async () => {
    const { builder, states } = place(async () => Promise.reject(new Error('x'.repeat(5000))), { retryMs: [] })
    await builder.offerPresent()
    builder.start()
    await builder.done()
    expect(states.at(-1)?.[1]).toEqual({ name: 'failed', why: 'x'.repeat(300) })
  })

  it('does not build what somebody else has built meanwhile', async () => {
    const { builder, images, built, ready } = place(async () => void images.add('second'))
    await builder.offerPresent()
    builder.start()
    await builder.done()
    expect(built).toEqual(['first', 'third'])
    expect(ready).toEqual(['first', 'second', 'third'])
  })

  it('gives up the build under way when it is closed', async () => {
    let aborted = false
    const { builder, built, ready } = place(
      ({ signal }) =>
        new Promise((_, reject) => {
          signal.addEventListener('abort', () => {
            aborted = true
            reject(new Error('aborted'))
          })
        }),
    )
    await builder.offerPresent()
    builder.start()
    await vi.waitFor(() => expect(built).toEqual(['first']), WITHIN)
    await builder.close()
    expect(aborted).toBe(true)
    expect(built).toEqual(['first'])
    expect(ready).toEqual([])
  })

  it('does not wait for a later try when it is closed', async () => {
    const { builder, states } = place(async () => Promise.reject(new Error('no')), { retryMs: [3_600_000] })
    await builder.offerPresent()
    builder.start()
    await vi.waitFor(() => expect(states.filter(([, { name }]) => name === 'failed')).toHaveLength(3), WITHIN)
    await builder.close()
  })

  it('shows a language that must not be offered as failed', async () => {
    const { builder, states } = place(async () => {}, {
      retryMs: [],
      onReady: async () => Promise.reject(new Error('the wall does not hold')),
    })
    await builder.offerPresent()
    builder.start()
    await builder.done()
    expect(states.at(-1)?.[1]).toEqual({ name: 'failed', why: 'the wall does not hold' })
  })
})
