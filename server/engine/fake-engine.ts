import { type Duplex, duplexPair } from 'node:stream'
import { AppError } from '../platform/app-error.ts'
import type { Tier } from '../protocol/tier.ts'
import type { BoxEnding, BoxSpec, Engine, EngineBox, OwnedBox } from './engine.ts'

/** Plays the agent on its end of a box's stream. */
export type FakeAgent = (stream: Duplex) => void

/** An engine in memory, for tests: no containers, the same rules. */
export class FakeEngine implements Engine {
  readonly name = 'Fake'
  /** Boxes that exist now, by id. */
  readonly boxes = new Map<string, OwnedBox & { readonly spec: BoxSpec; readonly end: (ending: BoxEnding) => void }>()
  created = 0
  /** While true, the engine refuses everything, as one that is down. */
  down = false
  readonly #agent: FakeAgent

  constructor(agent: FakeAgent) {
    this.#agent = agent
  }

  tierName(tier: Tier): string | null {
    return tier === 'standard' ? tier : null
  }

  async ping(): Promise<void> {
    this.#needUp()
  }

  async create(spec: BoxSpec, signal: AbortSignal): Promise<EngineBox> {
    await new Promise(resolve => setImmediate(resolve))
    this.#needUp()
    signal.throwIfAborted()
    this.created += 1
    const id = `fake-${this.created}`
    const [ours, theirs] = duplexPair()
    for (const side of [ours, theirs]) side.on('error', () => {})
    theirs.on('close', () => ours.destroy())
    ours.on('close', () => theirs.destroy())
    let ending: BoxEnding = { outOfMemory: false, exitCode: null }
    const end = (how: BoxEnding): void => {
      ending = how
      theirs.destroy()
    }
    this.boxes.set(id, { id, running: true, labels: spec.labels, createdMs: Date.now(), spec, end })
    this.#agent(theirs)
    return {
      id,
      stream: ours,
      diagnostics: () => '',
      ending: async () => ending,
      destroy: () => this.remove(id),
    }
  }

  async listOwned(): Promise<readonly OwnedBox[]> {
    this.#needUp()
    return [...this.boxes.values()]
  }

  async remove(id: string): Promise<void> {
    await new Promise(resolve => setImmediate(resolve))
    const box = this.boxes.get(id)
    this.boxes.delete(id)
    box?.end({ outOfMemory: false, exitCode: 137 })
  }

  #needUp(): void {
    if (this.down) throw new AppError('engine_down', 'The container engine does not answer.')
  }
}
