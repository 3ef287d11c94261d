import { availableParallelism, totalmem } from 'node:os'
import { z } from 'zod'
import { Tier } from '../protocol/tier.ts'

const MIB = 1024 * 1024

/**
 * Boxes that this machine can hold: three quarters of its memory at half the standard limit of one box (256 MiB), at most 128, at least 2. An idle box
 * takes a tenth of that, an honest program rarely more; when they all want more, the limit for all of them together holds.
 */
function defaultMaxBoxes(): number {
  return Math.max(2, Math.min(128, Math.floor((totalmem() * 0.75) / (128 * MIB))))
}

const RuntimeName = z.string().regex(/^[a-zA-Z0-9][\w.-]{0,63}$/, 'is not a name of a runtime')
const integer = (min: number, max: number) => z.coerce.number().int().min(min).max(max)

/** Origins, comma separated, or one word that stands for others. */
const originList = (word?: string) =>
  z
    .string()
    .default('')
    .transform((text, context) => {
      const origins = text
        .split(',')
        .map(part => part.trim())
        .filter(part => part !== '')
      for (const origin of origins) {
        if (origin !== word && (!URL.canParse(origin) || new URL(origin).origin !== origin)) {
          context.addIssue({ code: 'custom', message: `"${origin}" is not an origin such as https://code.example.org` })
        }
      }
      return origins
    })

/** The server's settings, all from the environment. Names, defaults and meaning are listed in README.md. */
const Environment = z.object({
  GLOVEBOX_HOST: z.string().min(1).max(255).default('127.0.0.1'),
  GLOVEBOX_PORT: integer(0, 65_535).default(3000),
  /** Origins, comma separated, that may open the WebSocket besides the host's own: for a proxy that changes the host name. */
  GLOVEBOX_ORIGINS: originList(),
  /** How many proxies of the operator's own every request passes before it comes here. */
  GLOVEBOX_PROXIES: integer(0, 16).default(0),
  /** Origins, comma separated, whose pages may call the API; `*`: all. */
  GLOVEBOX_API_ORIGINS: originList('*'),
  /** For whom programs are run over the API: everybody, whoever has a key, or nobody. */
  GLOVEBOX_API: z.enum(['open', 'keys', 'off']).default('open'),
  /** Origins, comma separated, whose pages may show examples in a frame besides the server's own; `*`: all. */
  GLOVEBOX_EMBED_ORIGINS: originList('*'),
  /** Where readers report snippets that break the law or a house's rules: a mail or a web address. Empty: nothing is said of it. */
  GLOVEBOX_REPORT_TO: z
    .string()
    .max(500)
    .refine(
      text => text === '' || z.email().safeParse(text).success || z.url({ protocol: /^https?$/ }).safeParse(text).success,
      'is neither a mail address nor a web address',
    )
    .default(''),
  GLOVEBOX_MAX_BOXES: integer(1, 1000).default(defaultMaxBoxes),
  GLOVEBOX_WARM_BOXES: integer(0, 100).default(() => Math.min(4, Math.max(2, availableParallelism()))),
  GLOVEBOX_MAX_SESSIONS: integer(1, 10_000).default(500),
  GLOVEBOX_SESSIONS_PER_ADDRESS: integer(1, 10_000).default(200),
  /** Programs of one address that are run over the API at once, and how many an hour; a minute's worth may come at once. */
  GLOVEBOX_RUNS_PER_ADDRESS: integer(1, 1000).default(4),
  GLOVEBOX_RUNS_PER_HOUR: integer(1, 1_000_000).default(3600),
  GLOVEBOX_QUEUE: integer(1, 10_000).default(200),
  /** Solutions of exercises that are graded at once: at most half of the boxes, since who runs a program must not wait for those. */
  GLOVEBOX_GRADINGS: integer(1, 1000).default(() => Math.max(1, Math.floor(availableParallelism() / 2))),
  /** Ids of the languages that are offered and built, comma separated. Empty: all. */
  GLOVEBOX_LANGUAGES: z
    .string()
    .max(4096)
    .transform((text, context) => {
      const ids = text
        .split(',')
        .map(part => part.trim())
        .filter(part => part !== '')
      for (const id of ids)
        if (!/^[a-z][a-z0-9-]*$/.test(id)) context.addIssue({ code: 'custom', message: `"${id}" is not a language's id` })
      if (ids.length === 0) context.addIssue({ code: 'custom', message: 'names no language' })
      return [...new Set(ids)]
    })
    .nullable()
    .default(null),
  /** The wall of every box: `standard` (the engine's own runtime), `strong` (gVisor) or `vm`. Profiles may ask for more, never for less. */
  GLOVEBOX_TIER: Tier.default('standard'),
  /** The engine's names of the runtimes behind the stronger tiers. */
  GLOVEBOX_STRONG_RUNTIME: RuntimeName.default('runsc'),
  GLOVEBOX_VM_RUNTIME: z.union([z.literal(''), RuntimeName]).default(''),
  /** Memory and processors of all boxes together. Empty: all of the machine but a reserve (SECURITY.md). */
  GLOVEBOX_BOXES_MEMORY_MB: integer(64, 16_777_216).nullable().default(null),
  GLOVEBOX_BOXES_CPUS: z.coerce.number().min(0.1).max(4096).nullable().default(null),
  /** 1: do not start when a required layer of the wall does not hold. Empty: 1 unless only this machine can connect. */
  GLOVEBOX_STRICT: z.enum(['0', '1']).nullable().default(null),
  GLOVEBOX_GRACE_SECONDS: integer(0, 3600).default(30),
  GLOVEBOX_BOX_IDLE_SECONDS: integer(1, 86_400).default(300),
  /** A port of its own for Prometheus, 0 takes a free one. Empty: no metrics are served. */
  GLOVEBOX_METRICS_PORT: integer(0, 65_535).nullable().default(null),
  GLOVEBOX_METRICS_HOST: z.string().min(1).max(255).default('127.0.0.1'),
  /** What Prometheus must send as a bearer token. Must be set where others than this machine can connect. */
  GLOVEBOX_METRICS_TOKEN: z.union([z.literal(''), z.string().min(16, 'must have 16 characters or more').max(255)]).default(''),
  GLOVEBOX_LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).default('info'),
  /** Where files are kept that the server needs again. Empty: the usual place for this user. */
  GLOVEBOX_STATE_FOLDER: z.string().max(1024).default(''),
  /** Where the database is, which cannot be made again. Empty: the usual place for this user. */
  GLOVEBOX_DATA_FOLDER: z.string().max(1024).default(''),
  /** How large the database may become by what is shared. */
  GLOVEBOX_DATA_MB: integer(16, 16_777_216).default(2048),
  /** Where courses and exercises are. Empty: those that come with the program. */
  GLOVEBOX_EXERCISES_FOLDER: z.string().max(1024).default(''),
  /** How long submissions are kept that belong to no class. */
  GLOVEBOX_SUBMISSION_DAYS: integer(1, 36_500).default(30),
  /** A PostgreSQL database in place of the file in the data folder. */
  DATABASE_URL: z
    .string()
    .max(2048)
    .regex(/^postgres(ql)?:\/\/./, 'must begin with postgres://')
    .nullable()
    .default(null),
  /** Where the engine listens: unix:///path or tcp://host:port. Empty: the usual places are tried. */
  DOCKER_HOST: z.string().max(1024).default(''),
})

export type Config = {
  readonly host: string
  readonly port: number
  readonly origins: readonly string[]
  readonly proxies: number
  readonly apiOrigins: readonly string[]
  readonly api: 'open' | 'keys' | 'off'
  readonly embedOrigins: readonly string[]
  readonly reportTo: string
  readonly maxBoxes: number
  readonly warmBoxes: number
  readonly maxSessions: number
  readonly sessionsPerAddress: number
  readonly runsPerAddress: number
  readonly runsPerHour: number
  readonly maxQueue: number
  readonly gradings: number
  /** Null: all there are. */
  readonly languages: readonly string[] | null
  readonly tier: Tier
  readonly strongRuntime: string
  readonly vmRuntime: string
  readonly boxesMemoryBytes: number | null
  readonly boxesCpus: number | null
  readonly strict: boolean
  readonly graceMs: number
  readonly boxIdleMs: number
  readonly metricsPort: number | null
  readonly metricsHost: string
  readonly metricsToken: string
  readonly logLevel: string
  readonly stateFolder: string
  readonly dataFolder: string
  readonly dataBytes: number
  readonly exercisesFolder: string
  readonly submissionDays: number
  /** Null: the database is a file in the data folder. */
  readonly databaseUrl: string | null
  readonly dockerHost: string
}

/** Whether only this machine can connect to an address. */
export function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || /^127(\.\d{1,3}){3}$/.test(host)
}

export class ConfigError extends Error {}

/** Reads the settings, or throws a ConfigError that names each variable that is wrong and what it may be. */
export function readConfig(environment: Record<string, string | undefined>): Config {
  // An empty value means "not set": that is what `VARIABLE= npm start` and empty lines of an env file mean.
  const set = Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== undefined && value !== ''))
  const parsed = Environment.safeParse(set)
  if (!parsed.success) {
    const faults = parsed.error.issues.map(issue => `  ${issue.path.join('.')}: ${issue.message}`)
    throw new ConfigError(`These settings are not valid:\n${faults.join('\n')}`)
  }
  const e = parsed.data
  if (!isLoopback(e.GLOVEBOX_METRICS_HOST) && e.GLOVEBOX_METRICS_TOKEN === '') {
    throw new ConfigError(
      'These settings are not valid:\n  GLOVEBOX_METRICS_TOKEN: must be set, since others can connect to GLOVEBOX_METRICS_HOST',
    )
  }
  return {
    host: e.GLOVEBOX_HOST,
    port: e.GLOVEBOX_PORT,
    origins: e.GLOVEBOX_ORIGINS,
    proxies: e.GLOVEBOX_PROXIES,
    apiOrigins: e.GLOVEBOX_API_ORIGINS,
    api: e.GLOVEBOX_API,
    embedOrigins: e.GLOVEBOX_EMBED_ORIGINS,
    reportTo: e.GLOVEBOX_REPORT_TO,
    maxBoxes: e.GLOVEBOX_MAX_BOXES,
    warmBoxes: Math.min(e.GLOVEBOX_WARM_BOXES, e.GLOVEBOX_MAX_BOXES - 1),
    maxSessions: e.GLOVEBOX_MAX_SESSIONS,
    sessionsPerAddress: e.GLOVEBOX_SESSIONS_PER_ADDRESS,
    runsPerAddress: e.GLOVEBOX_RUNS_PER_ADDRESS,
    runsPerHour: e.GLOVEBOX_RUNS_PER_HOUR,
    maxQueue: e.GLOVEBOX_QUEUE,
    gradings: Math.max(1, Math.min(e.GLOVEBOX_GRADINGS, Math.floor(e.GLOVEBOX_MAX_BOXES / 2))),
    languages: e.GLOVEBOX_LANGUAGES,
    tier: e.GLOVEBOX_TIER,
    strongRuntime: e.GLOVEBOX_STRONG_RUNTIME,
    vmRuntime: e.GLOVEBOX_VM_RUNTIME,
    boxesMemoryBytes: e.GLOVEBOX_BOXES_MEMORY_MB === null ? null : e.GLOVEBOX_BOXES_MEMORY_MB * MIB,
    boxesCpus: e.GLOVEBOX_BOXES_CPUS,
    strict: e.GLOVEBOX_STRICT === null ? !isLoopback(e.GLOVEBOX_HOST) : e.GLOVEBOX_STRICT === '1',
    graceMs: e.GLOVEBOX_GRACE_SECONDS * 1000,
    boxIdleMs: e.GLOVEBOX_BOX_IDLE_SECONDS * 1000,
    metricsPort: e.GLOVEBOX_METRICS_PORT,
    metricsHost: e.GLOVEBOX_METRICS_HOST,
    metricsToken: e.GLOVEBOX_METRICS_TOKEN,
    logLevel: e.GLOVEBOX_LOG_LEVEL,
    stateFolder: e.GLOVEBOX_STATE_FOLDER,
    dataFolder: e.GLOVEBOX_DATA_FOLDER,
    dataBytes: e.GLOVEBOX_DATA_MB * MIB,
    exercisesFolder: e.GLOVEBOX_EXERCISES_FOLDER,
    submissionDays: e.GLOVEBOX_SUBMISSION_DAYS,
    databaseUrl: e.DATABASE_URL,
    dockerHost: e.DOCKER_HOST,
  }
}
