import { homedir } from 'node:os'
import { join } from 'node:path'
import type { Config } from '../platform/config.ts'
import type { Logger } from '../platform/logger.ts'
import { openPostgres } from './postgres.ts'
import { openSqlite } from './sqlite.ts'
import type { Store } from './store.ts'

/** What of the settings says where the data is. */
export type Place = Pick<Config, 'databaseUrl' | 'dataFolder'>

/**
 * Opens the database that the settings name, and brings it up to date.
 * @param maxBytes how large it may become by what visitors share; commands of whoever operates the server are not bound.
 */
export function openStore(place: Place, log: Logger, maxBytes: number | null = null): Promise<Store> {
  return place.databaseUrl === null ? openSqlite(databaseFile(place), maxBytes) : openPostgres(place.databaseUrl, log, maxBytes)
}

export function databaseFile({ dataFolder }: Place): string {
  return join(dataFolder || defaultDataFolder(), 'glovebox.db')
}

/** Where a service keeps what it cannot make again (systemd's and XDG's words for it). The state folder is open to the pages' user; this one is not. */
function defaultDataFolder(): string {
  if (process.getuid?.() === 0) return '/var/lib/glovebox/data'
  return join(process.env.XDG_DATA_HOME || join(homedir(), '.local/share'), 'glovebox')
}
