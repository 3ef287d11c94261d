import { randomBytes } from 'node:crypto'
import { z } from 'zod'
import { originsOf, urlFault } from '../lti/outgoing.ts'
import { silentLogger } from '../platform/logger.ts'
import type { LtiPlatform } from '../store/lti-record.ts'
import { openStore, type Place } from '../store/open.ts'
import type { SetupOptions } from './options.ts'
import { SetupError } from './steps.ts'

export const LTI_USAGE = `npm run data -- lti add --issuer <text> --client <id> --deployment <id> --login-url <url> --token-url <url> --jwks-url <url>
                         [--frame <origin>] [--audience <text>]
                                                 registers a course system (LTI 1.3), or changes what is registered of it; several
                                                 deployments and origins of frames are named one after the other
npm run data -- lti list                         every course system
npm run data -- lti remove <id>                  takes one away; classes and students stay`

const DEPLOYMENTS = 50
const ORIGINS = 20
/** It is printed in a list, and compared to the letter. */
const Text = z
  .string()
  .min(1)
  .max(255)
  .regex(/^[^\p{Cc}\p{Cs}\s]*$/u)

type Named = Pick<SetupOptions, 'issuer' | 'client' | 'deployments' | 'loginUrl' | 'tokenUrl' | 'jwksUrl' | 'frames' | 'audience'>

/** `npm run data -- lti`: the course systems whose people may come here. Returns what is to be said. */
export async function runLti(place: Place, { names: [, action, ...subjects], ...options }: SetupOptions): Promise<string> {
  const actions = { add, list, remove }
  if (action === undefined || !Object.hasOwn(actions, action)) {
    throw new SetupError(`${action === undefined ? 'Say what to do with course systems.' : `There is no lti ${action}.`}\n\n${LTI_USAGE}`)
  }
  return await actions[action as keyof typeof actions](place, subjects, options)
}

async function add(place: Place, subjects: readonly string[], named: Named): Promise<string> {
  if (subjects.length > 0) throw new SetupError(`Not understood: ${subjects.join(' ')}\n\n${LTI_USAGE}`)
  const platform: LtiPlatform = {
    id: randomBytes(6).toString('hex'),
    issuer: text('--issuer', named.issuer),
    clientId: text('--client', named.client),
    deployments: severalOf('--deployment', named.deployments, DEPLOYMENTS).map(id => text('--deployment', id)),
    loginUrl: address('--login-url', named.loginUrl),
    tokenUrl: address('--token-url', named.tokenUrl),
    jwksUrl: address('--jwks-url', named.jwksUrl),
    audience: named.audience === undefined ? null : text('--audience', named.audience),
    origins: (named.frames ?? []).slice(0, ORIGINS).map(origin),
    createdMs: Date.now(),
  }
  await using store = await openStore(place, silentLogger())
  const kept = await store.lti.register(platform)
  return `${tell(kept)}

The course system is registered. It asks for these addresses, after that of this server (https://code.example.org, say):

  /lti/login    where a launch begins (initiate login URL)
  /lti/launch   where it ends (redirect URI), and where exercises are chosen (deep linking)
  /lti/jwks     the keys of this server (public keyset URL)

Its target link URI, or tool URL, is /exercises for all of them, or /exercises/<name> for one.`
}

async function list(place: Place, subjects: readonly string[]): Promise<string> {
  if (subjects.length > 0) throw new SetupError(`A list takes no name.\n\n${LTI_USAGE}`)
  await using store = await openStore(place, silentLogger())
  const platforms = await store.lti.platforms()
  return platforms.length === 0 ? 'No course system is registered.' : platforms.map(tell).join('\n')
}

async function remove(place: Place, [id, ...more]: readonly string[]): Promise<string> {
  if (id === undefined || more.length > 0) throw new SetupError(`Name one course system, by its id.\n\n${LTI_USAGE}`)
  await using store = await openStore(place, silentLogger())
  if (await store.lti.removePlatform(id)) return `Course system ${id} is taken away. Scores that were to be told to it are dropped.`
  throw new SetupError(`There is no course system ${id}. List them with: npm run data -- lti list`)
}

function text(name: string, given: string | undefined): string {
  const read = Text.safeParse(given)
  if (!read.success) throw new SetupError(`${name} takes 1 to 255 characters without spaces.\n\n${LTI_USAGE}`)
  return read.data
}

function severalOf(name: string, given: readonly string[] | undefined, most: number): readonly string[] {
  if (!given || given.length === 0 || given.length > most)
    throw new SetupError(`${name} is named once at least, and ${most} times at most.\n\n${LTI_USAGE}`)
  return given
}

function address(name: string, given: string | undefined): string {
  const fault = urlFault(given ?? '')
  if (fault) throw new SetupError(`${name}: ${fault}\n\n${LTI_USAGE}`)
  return given ?? ''
}

function origin(given: string): string {
  const fault = urlFault(given)
  if (fault || new URL(given).origin !== given)
    throw new SetupError(`--frame takes an origin, such as https://school.example.org\n\n${LTI_USAGE}`)
  return given
}

function tell(platform: LtiPlatform): string {
  const { id, issuer, clientId, deployments } = platform
  return `${id}  ${issuer}  client ${clientId}  deployments ${deployments.join(', ')}  shown in frames of ${originsOf(platform).join(', ')}`
}
