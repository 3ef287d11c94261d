import { parseArgs } from 'node:util'
import { SetupError } from './steps.ts'

const COMMANDS = ['start', 'dev', 'test', 'doctor', 'attack', 'chaos', 'bench', 'profiles', 'exercises', 'data'] as const
type Command = (typeof COMMANDS)[number]
const TAKES_NAMES: readonly Command[] = ['test', 'attack', 'bench', 'profiles', 'exercises', 'data']

export type SetupOptions = {
  readonly command: Command
  readonly help: boolean
  readonly host: string | undefined
  readonly port: string | undefined
  readonly installEngine: boolean
  /** Do not ask before something is installed. */
  readonly yes: boolean
  /** Make the base and every image again, with today's packages. */
  readonly rebuild: boolean
  /** For `npm test`, `npm run attack` and `npm run bench`: which suites, attacks or figures; all when empty. For `npm run profiles`, `npm run exercises` and `npm run data`: what to do, and with what. */
  readonly names: readonly string[]
  /** For `npm run doctor`: as JSON. */
  readonly json: boolean
  /** For `npm run attack`: take each layer away in turn. */
  readonly mutate: boolean
  /** For `npm run attack`: an installation that runs already. */
  readonly url: string | undefined
  /** For `npm run bench`: fewer samples, to try it; the figures do not count. */
  readonly quick: boolean
  /** For `npm run bench`: draw e2e/bench/growth.svg anew. */
  readonly plot: boolean
  /** For `npm run data -- takedown`. */
  readonly reason: string | undefined
  /** For `npm run data -- key add`: what the key may do. */
  readonly runsPerHour: string | undefined
  readonly atOnce: string | undefined
  /** For `npm run exercises -- check`: slugs; all when empty. */
  readonly only: readonly string[]
  /** For `npm run exercises -- check`: run nothing. */
  readonly static: boolean
  /** For `npm run exercises -- new`. */
  readonly language: string | undefined
  readonly title: string | undefined
  /** For `npm run exercises -- regrade`: with the exercise as it is now; and the new results stay. */
  readonly newest: boolean
  readonly keep: boolean
  /** For `npm run exercises -- import`: the folder that imported exercises are put into. */
  readonly into: string | undefined
  /** For `npm run data -- lti add`. */
  readonly issuer: string | undefined
  readonly client: string | undefined
  readonly deployments: readonly string[] | undefined
  readonly loginUrl: string | undefined
  readonly tokenUrl: string | undefined
  readonly jwksUrl: string | undefined
  readonly frames: readonly string[] | undefined
  readonly audience: string | undefined
}

export const HELP = `Glovebox: a self-hosted code playground.

  npm start [-- options]   Prepare what is missing, then serve
  npm run dev              The same with hot reload
  npm test [-- suite …]    Prepare what is missing, then run every check and test
  npm run doctor           What this machine has, and every layer of the wall as it was measured
  npm run attack [-- …]    Hostile programs against a running installation; names of layers or attacks to run only these
  npm run bench [-- …]     How fast it is here, beside bare references; names of figures to take only these
  npm run profiles -- …    check, build, test or add: the languages (profiles/README.md)
  npm run exercises -- …   check, new, import or regrade: the exercises (/docs/exercises)
  npm run data -- …        backup, restore, export, takedown or forget: what is shared and handed in; key: who may call the API; lti: course systems (README.md)
  npm run chaos            Kill and starve every part, in an engine of its own, and look for what is left

Options
  --port <number>       Port to serve on (3000; GLOVEBOX_PORT)
  --host <address>      Address to listen on (127.0.0.1; GLOVEBOX_HOST). 0.0.0.0 serves the whole network
  --no-engine-install   Never install a container engine; fail with what to do when there is none
  --yes                 Install what is missing without asking
  --rebuild             Make the base image and every language again, with today's packages
  --json                (doctor) The same as JSON
  --mutate              (attack) Take each layer of the wall away in turn: an attack must then succeed
  --url <address>       (attack) Attack the installation at this address, not one that is started for it
  --only <slug>         (exercises -- check) This exercise only; may be given several times
  --static              (exercises -- check) Run nothing
  --language <id>, --title <text>
                        (exercises -- new) Of the new exercise
  --into <folder>       (exercises -- import) Where to put what is imported
  --reason <text>       (data -- takedown) Why
  --runs-per-hour <number>, --at-once <number>
                        (data -- key add) How many programs the key may run; as many as an address when absent
  --issuer, --client, --deployment, --login-url, --token-url, --jwks-url, --frame, --audience
                        (data -- lti add) A course system, as it names these itself
  --help                This text

The engine is found through DOCKER_HOST, or at the usual sockets of Docker and Podman.
Every setting is listed in README.md.
`

/** Reads the command line. Throws a SetupError that names what is wrong. */
export function readOptions(command: string, argv: readonly string[]): SetupOptions {
  if (!isCommand(command)) throw new SetupError(`There is no command ${command}.\n\n${HELP}`)
  let parsed: ReturnType<typeof parse>
  try {
    parsed = parse(argv)
  } catch (fault) {
    throw new SetupError(`${(fault as Error).message}\n\n${HELP}`)
  }
  const { values, positionals } = parsed
  if (positionals.length > 0 && !TAKES_NAMES.includes(command)) throw new SetupError(`Not understood: ${positionals.join(' ')}\n\n${HELP}`)
  return {
    command,
    help: values.help,
    host: values.host,
    port: values.port,
    installEngine: !values['no-engine-install'],
    yes: values.yes,
    rebuild: values.rebuild,
    names: positionals,
    json: values.json,
    mutate: values.mutate,
    url: values.url,
    quick: values.quick,
    plot: values.plot,
    reason: values.reason,
    runsPerHour: values['runs-per-hour'],
    atOnce: values['at-once'],
    only: values.only,
    static: values.static,
    language: values.language,
    title: values.title,
    newest: values.newest,
    keep: values.keep,
    into: values.into,
    issuer: values.issuer,
    client: values.client,
    deployments: values.deployment,
    loginUrl: values['login-url'],
    tokenUrl: values['token-url'],
    jwksUrl: values['jwks-url'],
    frames: values.frame,
    audience: values.audience,
  }
}

function isCommand(command: string): command is Command {
  return (COMMANDS as readonly string[]).includes(command)
}

function parse(argv: readonly string[]) {
  return parseArgs({
    args: [...argv],
    allowPositionals: true,
    options: {
      help: { type: 'boolean', short: 'h', default: false },
      host: { type: 'string' },
      port: { type: 'string', short: 'p' },
      'no-engine-install': { type: 'boolean', default: false },
      yes: { type: 'boolean', short: 'y', default: false },
      rebuild: { type: 'boolean', default: false },
      json: { type: 'boolean', default: false },
      mutate: { type: 'boolean', default: false },
      url: { type: 'string' },
      quick: { type: 'boolean', default: false },
      plot: { type: 'boolean', default: false },
      reason: { type: 'string' },
      'runs-per-hour': { type: 'string' },
      'at-once': { type: 'string' },
      only: { type: 'string', multiple: true, default: [] },
      static: { type: 'boolean', default: false },
      language: { type: 'string' },
      title: { type: 'string' },
      newest: { type: 'boolean', default: false },
      keep: { type: 'boolean', default: false },
      into: { type: 'string' },
      issuer: { type: 'string' },
      client: { type: 'string' },
      deployment: { type: 'string', multiple: true },
      'login-url': { type: 'string' },
      'token-url': { type: 'string' },
      'jwks-url': { type: 'string' },
      frame: { type: 'string', multiple: true },
      audience: { type: 'string' },
    },
  })
}
