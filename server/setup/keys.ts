import { randomBytes } from 'node:crypto'
import { z } from 'zod'
import { KEY_PREFIX } from '../access/callers.ts'
import { hashOf } from '../platform/hash.ts'
import { silentLogger } from '../platform/logger.ts'
import type { KeptKey } from '../store/key-rows.ts'
import { openStore, type Place } from '../store/open.ts'
import type { SetupOptions } from './options.ts'
import { SetupError } from './steps.ts'

export const KEY_USAGE = `npm run data -- key add <name> [--runs-per-hour <number>] [--at-once <number>]
                                                 makes a key for the API, and shows it this once
npm run data -- key list                         every key, without what is secret of it
npm run data -- key revoke <id>                  takes a key away, within seconds`

const KEY_BYTES = 32
const ID_BYTES = 6
const NAME_LENGTH = 100

/** It is printed in a list. */
const Name = z
  .string()
  .trim()
  .min(1)
  .max(NAME_LENGTH)
  .regex(/^[^\p{Cc}\p{Cs}\u2028-\u202e\u2066-\u2069]*$/u)
/** As for the settings that hold for addresses. */
const RunsPerHour = z.coerce.number().int().min(1).max(1_000_000)
const AtOnce = z.coerce.number().int().min(1).max(1000)

/** `npm run data -- key`: the keys of programs that call the API. Returns what is to be said. */
export async function runKeys(place: Place, { names: [, action, ...subjects], ...options }: SetupOptions): Promise<string> {
  const actions = { add, list, revoke }
  if (action === undefined || !Object.hasOwn(actions, action)) {
    throw new SetupError(`${action === undefined ? 'Say what to do with keys.' : `There is no key ${action}.`}\n\n${KEY_USAGE}`)
  }
  return await actions[action as keyof typeof actions](place, subjects, options)
}

type Limits = Pick<SetupOptions, 'runsPerHour' | 'atOnce'>

async function add(place: Place, names: readonly string[], options: Limits): Promise<string> {
  const name = Name.safeParse(names[0])
  if (!name.success || names.length > 1) throw new SetupError(`Name what the key is for, in ${NAME_LENGTH} characters.\n\n${KEY_USAGE}`)
  const runsPerHour = readLimit(RunsPerHour, options.runsPerHour, '--runs-per-hour is a number from 1 to 1000000.')
  const atOnce = readLimit(AtOnce, options.atOnce, '--at-once is a number from 1 to 1000.')
  const key = `${KEY_PREFIX}${randomBytes(KEY_BYTES).toString('base64url')}`
  const id = randomBytes(ID_BYTES).toString('hex')
  await using store = await openStore(place, silentLogger())
  await store.keys.add({ id, name: name.data, hash: hashOf(key), runsPerHour, atOnce }, Date.now())
  return `Key ${id} is made. This is the only time that it is shown:\n\n${key}\n\nPrograms send it as: Authorization: Bearer ${KEY_PREFIX}…`
}

async function list(place: Place, subjects: readonly string[]): Promise<string> {
  if (subjects.length > 0) throw new SetupError(`A list takes no name.\n\n${KEY_USAGE}`)
  await using store = await openStore(place, silentLogger())
  const keys = await store.keys.list()
  return keys.length === 0 ? 'There are no keys.' : keys.map(tell).join('\n')
}

async function revoke(place: Place, [id, ...more]: readonly string[]): Promise<string> {
  if (id === undefined || more.length > 0) throw new SetupError(`Name one key, by its id.\n\n${KEY_USAGE}`)
  await using store = await openStore(place, silentLogger())
  if (await store.keys.revoke(id, Date.now())) return `Key ${id} is revoked.`
  const known = (await store.keys.list()).some(key => key.id === id)
  throw new SetupError(known ? `Key ${id} was revoked before.` : `There is no key ${id}. List them with: npm run data -- key list`)
}

function readLimit(schema: z.ZodType<number>, text: string | undefined, message: string): number | null {
  if (text === undefined) return null
  const limit = schema.safeParse(text)
  if (!limit.success) throw new SetupError(message)
  return limit.data
}

function tell({ id, name, runsPerHour, atOnce, createdMs, revokedMs }: KeptKey): string {
  const limits = `${runsPerHour === null ? 'runs per hour as addresses' : `${runsPerHour} runs per hour`}, ${atOnce === null ? 'at once as addresses' : `${atOnce} at once`}`
  return `${id}  made ${day(createdMs)}${revokedMs === null ? '' : `, revoked ${day(revokedMs)}`}  ${limits}  ${name}`
}

function day(ms: number): string {
  return new Date(ms).toISOString().slice(0, 10)
}
