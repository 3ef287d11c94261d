import type { Engine, EngineBox } from '../engine/engine.ts'
import { fillArgv } from '../profiles/argv.ts'
import type { Profile } from '../profiles/profile.ts'
import { BUILD_FOLDER } from '../protocol/limits.ts'
import { type AgentHello, AgentLink } from './agent-link.ts'

/** Time for a box to be made, attached, started, and for its agent to answer. Loaded machines need a while; a dead one must not hang anybody. */
const OPEN_MS = 30_000

/** One sealed container with its agent ready. It belongs to one tenant for all its life. */
export class Box {
  readonly profile: Profile
  readonly link: AgentLink
  readonly #engineBox: EngineBox

  private constructor(profile: Profile, engineBox: EngineBox, link: AgentLink) {
    this.profile = profile
    this.#engineBox = engineBox
    this.link = link
  }

  /**
   * Makes a box for a profile and waits for its agent. When anything fails nothing is left behind.
   * @param onMade told the engine's id as soon as there is one, and again when it is gone: the reaper must know which boxes are held.
   */
  static async open(
    deps: { engine: Engine; labels: Readonly<Record<string, string>>; onMade: (id: string) => void; onGone: (id: string) => void },
    profile: Profile,
    image: string,
    signal: AbortSignal,
  ): Promise<Box> {
    const bounded = AbortSignal.any([signal, AbortSignal.timeout(OPEN_MS)])
    const engineBox = await deps.engine.create({ image, tier: profile.tier, limits: profile.boxLimits, labels: deps.labels }, bounded)
    deps.onMade(engineBox.id)
    const destroy = engineBox.destroy.bind(engineBox)
    const tracked: EngineBox = {
      id: engineBox.id,
      stream: engineBox.stream,
      diagnostics: () => engineBox.diagnostics(),
      ending: () => engineBox.ending(),
      destroy: () => destroy().then(() => deps.onGone(engineBox.id)),
    }
    try {
      const hello = {
        workspace: '/code',
        build: BUILD_FOLDER,
        scratch: ['/tmp', '/dev/shm'],
        env: profile.env,
        standby: toStandby(profile),
      }
      return new Box(profile, tracked, await AgentLink.open(tracked.stream, hello, bounded))
    } catch (fault) {
      const said = tracked.diagnostics()
      await tracked.destroy().catch(() => {})
      throw said === '' ? fault : new Error(`the agent gave up: ${said.trim()}`, { cause: fault })
    }
  }

  get id(): string {
    return this.#engineBox.id
  }

  ending(): ReturnType<EngineBox['ending']> {
    return this.#engineBox.ending()
  }

  diagnostics(): string {
    return this.#engineBox.diagnostics()
  }

  destroy(): Promise<void> {
    return this.#engineBox.destroy()
  }
}

/** A standby waits for the program that most people run: the main file as it is called at first, without arguments. */
function toStandby({ standby, run, mainFile, extensions }: Profile): AgentHello['standby'] {
  const argv = fillArgv(run, { main: mainFile, files: [], extensions })
  switch (standby) {
    case 'none':
      return null
    case 'process':
    case 'template':
      return { argv, template: standby === 'template' }
    default:
      return { argv, template: false, wait: standby }
  }
}
