import { type ApiProfile, ApiProfiles } from '../protocol/rest.ts'
import { Failure } from './failure.ts'

const ANSWER_MS = 10_000

/** The languages of a server, a line each. */
export async function listLanguages(server: URL): Promise<string> {
  const profiles = await askProfiles(server)
  const rows = profiles.map(({ id, title, version, extensions, image }) => [
    id,
    title,
    image.name === 'ready' ? (version ?? '') : stateWords(image),
    extensions.join(' '),
  ])
  const widths = [0, 1, 2].map(column => Math.max(0, ...rows.map(row => row[column]?.length ?? 0)))
  return rows
    .map(
      row =>
        `${row
          .map((cell, column) => cell.padEnd(widths[column] ?? 0))
          .join('  ')
          .trimEnd()}\n`,
    )
    .join('')
}

async function askProfiles(server: URL): Promise<readonly ApiProfile[]> {
  let answer: Response
  try {
    answer = await fetch(new URL('api/v1/profiles', server), { signal: AbortSignal.timeout(ANSWER_MS) })
  } catch (fault) {
    const { cause, message } = fault as Error
    throw new Failure(`${server.href} does not answer (${(cause as Error | undefined)?.message || message}).`)
  }
  const parsed = ApiProfiles.safeParse(await answer.json().catch(() => null))
  if (!parsed.success) throw new Failure(`${server.href} answers ${answer.status}: it is no Glovebox, or of another version.`)
  return parsed.data.profiles
}

function stateWords(image: ApiProfile['image']): string {
  switch (image.name) {
    case 'ready':
      return 'ready'
    case 'waiting':
      return 'not built yet'
    case 'building':
      return `being built, ${Math.round(image.part * 100)} %`
    case 'failed':
      return 'not built'
  }
}
