import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { AGENT_PROTOCOL, type AgentFrame, AgentFrameDecoder, encodeAgentFrame, FromAgent, ToAgent } from '../box/agent-frames.ts'
import { AppError } from '../platform/app-error.ts'
import type { BoxSpec, Engine, EngineBox } from './engine.ts'

export type ContractSetting = {
  readonly engine: Engine
  /** A spec whose image starts an agent. */
  readonly spec: BoxSpec
  /** The same engine when it does not answer. */
  readonly dead: Engine
}

/** Tells the boxes of these tests from all others. */
const MARK = 'glovebox.contract'

/** What every engine must do, run against each of them. */
export function describeEngine(name: string, make: () => Promise<ContractSetting>): void {
  describe(`${name} keeps the engine's contract`, () => {
    let setting: ContractSetting
    const made: EngineBox[] = []
    const create = async (): Promise<EngineBox> => {
      const box = await setting.engine.create(setting.spec, AbortSignal.timeout(30_000))
      made.push(box)
      return box
    }
    // The engine may be shared: who else has boxes there makes and removes them meanwhile.
    const mark = randomUUID()
    const owned = async (): Promise<string[]> =>
      (await setting.engine.listOwned()).filter(({ labels }) => labels[MARK] === mark).map(box => box.id)

    beforeAll(async () => {
      const given = await make()
      setting = { ...given, spec: { ...given.spec, labels: { ...given.spec.labels, [MARK]: mark } } }
    })
    afterAll(() => Promise.all(made.map(box => box.destroy())))

    it('answers a ping', async () => {
      await setting.engine.ping(AbortSignal.timeout(10_000))
    })

    it('makes a box whose agent answers on the stream', async () => {
      const box = await create()
      expect((await greet(box)).type).toBe(FromAgent.ready)
    })

    it('lists a box with its labels until it is destroyed', async () => {
      const box = await create()
      const listed = (await setting.engine.listOwned()).find(candidate => candidate.id === box.id)
      expect(listed).toMatchObject({ running: true, labels: setting.spec.labels })
      expect(Math.abs((listed?.createdMs ?? 0) - Date.now())).toBeLessThan(60_000)
      await box.destroy()
      expect(await owned()).not.toContain(box.id)
    })

    it('ends the stream when the box is destroyed', async () => {
      const box = await create()
      const closed = once(box.stream, 'close')
      box.stream.resume()
      await box.destroy()
      await closed
    })

    it('destroys a box twice without complaint, and removes one by its id', async () => {
      const box = await create()
      await Promise.all([box.destroy(), box.destroy()])
      await box.destroy()
      await setting.engine.remove(box.id)
      const other = await create()
      await setting.engine.remove(other.id)
      expect(await owned()).not.toContain(other.id)
    })

    it('leaves nothing behind when the caller gives up', async () => {
      const before = await owned()
      const signal = AbortSignal.abort(new AppError('shutting_down', 'given up'))
      await expect(setting.engine.create(setting.spec, signal)).rejects.toThrow('given up')
      const after = await owned()
      expect(after.filter(id => !before.includes(id))).toEqual([])
    })

    it('says engine_down when it does not answer', async () => {
      await expect(setting.dead.ping(AbortSignal.timeout(10_000))).rejects.toMatchObject({ code: 'engine_down' })
      await expect(setting.dead.create(setting.spec, AbortSignal.timeout(10_000))).rejects.toMatchObject({ code: 'engine_down' })
    })
  })
}

/** Says hello to a box's agent and gives its first answer. */
function greet(box: EngineBox): Promise<AgentFrame> {
  return new Promise((resolve, reject) => {
    const decoder = new AgentFrameDecoder()
    box.stream.on('data', (chunk: Buffer) => decoder.push(chunk, resolve))
    box.stream.on('close', () => reject(new Error(`the box ended: ${box.diagnostics()}`)))
    const hello = { protocol: AGENT_PROTOCOL, workspace: '/code', scratch: ['/tmp', '/dev/shm'], env: {}, standby: null }
    box.stream.write(encodeAgentFrame(ToAgent.hello, 0, Buffer.from(JSON.stringify(hello))))
  })
}
