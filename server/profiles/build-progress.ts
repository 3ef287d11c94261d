/** How far a build is: `part` runs from 0 to 1, `doing` is a few words for a person. */
export type BuildStep = { readonly part: number; readonly doing: string }

/** What is said before each of a profile's own build commands (server/profiles/images.ts): `glovebox: build 2 of 3`. */
export const BUILD_MARK = 'glovebox: build'

/**
 * Shares of the time that an image takes: packages are fetched, unpacked and set up, one after the other; then come the profile's own commands, and the
 * steps around them. Taken from builds of small and of large languages; a guess for any one of them, but one that only grows.
 */
const SHARES = { packages: 0.85, build: 0.1, rest: 0.05 } as const
const STAGES = { fetch: 0.3, unpack: 0.3, setUp: 0.4 } as const
const DOING_CHARS = 80

type Stage = keyof typeof STAGES

/** Tells from the engine's and apt's own lines how far the build of a language's image is. */
export class BuildProgress {
  #packages = 0
  readonly #counts: Record<Stage, number> = { fetch: 0, unpack: 0, setUp: 0 }
  #packagesPart = 0
  #buildPart = 0
  #restPart = 0
  #doing = 'starts'
  #under: 'packages' | 'build' | 'rest' = 'rest'

  /** Takes the next line of output. */
  line(text: string): BuildStep {
    this.#read(text.trim())
    return this.step
  }

  get step(): BuildStep {
    const part = this.#packagesPart * SHARES.packages + this.#buildPart * SHARES.build + this.#restPart * SHARES.rest
    return { part: Math.round(Math.min(part, 0.99) * 1000) / 1000, doing: this.#doing }
  }

  #read(line: string): void {
    const step = /^Step (\d+)\/(\d+) : (\w+)(.*)/.exec(line)
    if (step) return this.#readStep(Number(step[1]), Number(step[2]), step[3] as string, step[4] as string)
    const newly = /^\d+ upgraded, (\d+) newly installed/.exec(line)
    if (newly) {
      this.#packages = Number(newly[1])
      return
    }
    const built = new RegExp(`^${BUILD_MARK} (\\d+) of (\\d+)$`).exec(line)
    if (built) {
      this.#buildPart = Math.max(this.#buildPart, (Number(built[1]) - 1) / Number(built[2]))
      return this.#say(`preparing, ${built[1]} of ${built[2]}`)
    }
    if (this.#packages === 0 && /^(?:Get|Hit):\d+ /.test(line)) return this.#say('reading the list of packages')
    const about = /^(?:Get:\d+ \S+ \S+ \S+ (?<fetch>\S+)|Unpacking (?<unpack>[^ :]+)|Setting up (?<setUp>[^ :]+))/.exec(line)
    if (about?.groups && this.#packages > 0) this.#count(about.groups)
  }

  /** A step that begins says that the one before it is done, or was there already. */
  #readStep(number: number, count: number, word: string, rest: string): void {
    if (this.#under === 'packages') this.#packagesPart = 1
    if (this.#under === 'build') this.#buildPart = 1
    this.#under = word !== 'RUN' ? 'rest' : rest.includes('apt-get') ? 'packages' : rest.includes('BUILD') ? 'build' : 'rest'
    this.#restPart = Math.max(this.#restPart, (number - 1) / count)
    if (this.#buildPart === 1) this.#say('finishing')
  }

  #count(groups: Readonly<Record<string, string | undefined>>): void {
    const stage = (Object.keys(STAGES) as Stage[]).find(name => groups[name])
    if (!stage) return
    this.#counts[stage] = Math.min(this.#counts[stage] + 1, this.#packages)
    const done = (Object.keys(STAGES) as Stage[]).reduce((sum, name) => sum + (STAGES[name] * this.#counts[name]) / this.#packages, 0)
    this.#packagesPart = Math.max(this.#packagesPart, done)
    const words = { fetch: 'fetching', unpack: 'unpacking', setUp: 'setting up' } as const
    this.#say(`${words[stage]} ${groups[stage]}, ${this.#counts[stage]} of ${this.#packages}`)
  }

  #say(doing: string): void {
    this.#doing = doing.slice(0, DOING_CHARS)
  }
}
