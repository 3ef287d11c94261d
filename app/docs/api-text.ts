import { type ApiDescription, apiReference } from '../../components/docs/api-reference.ts'

const PATIENCE_MS = 10_000

/** What this server's API takes and gives, as it describes itself. */
export async function apiText(): Promise<string> {
  const base = process.env.GLOVEBOX_PAGES_DATA
  if (!base) throw new Error('GLOVEBOX_PAGES_DATA is not set: the pages cannot ask what the API is')
  const response = await fetch(`${base}/openapi.json`, { cache: 'no-store', signal: AbortSignal.timeout(PATIENCE_MS) })
  if (!response.ok) throw new Error(`the server answered ${response.status} for what the API is`)
  return apiReference((await response.json()) as ApiDescription)
}
