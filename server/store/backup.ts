import { closeSync, existsSync, fsyncSync, openSync, rmSync, statSync } from 'node:fs'
import { chmod, copyFile, mkdir, open, rename, rm } from 'node:fs/promises'
import { dirname } from 'node:path'
import Database from 'libsql'
import { MIGRATIONS } from './migrations.ts'
import { openSqlite } from './sqlite.ts'
import { StoreError } from './store-error.ts'

const BUSY_MS = 10_000
/** What an SQLite file begins with (https://www.sqlite.org/fileformat.html). */
const MAGIC = 'SQLite format 3\0'

/** Copies a database as it is at one moment, whether or not a server uses it, to a new file. */
export function backUp(file: string, target: string): void {
  if (!existsSync(file)) throw new StoreError(`There is no database at ${file} yet.`)
  try {
    closeSync(openSync(target, 'wx', 0o600))
  } catch (fault) {
    throw new StoreError(`${target} cannot be written: ${(fault as Error).message}`)
  }
  const database = new Database(file)
  try {
    database.pragma(`busy_timeout = ${BUSY_MS}`)
    database.prepare('VACUUM INTO ?').run(target)
    // SQLite does not wait until the disk has it.
    const written = openSync(target, 'r+')
    fsyncSync(written)
    closeSync(written)
  } catch (fault) {
    rmSync(target, { force: true })
    throw new StoreError(`The backup could not be made: ${(fault as Error).message}`, { cause: fault })
  } finally {
    database.close()
  }
}

export async function isSqliteFile(file: string): Promise<boolean> {
  await using source = await open(file).catch(fault => {
    throw new StoreError(`${file} cannot be read: ${(fault as Error).message}`)
  })
  const { buffer, bytesRead } = await source.read(Buffer.alloc(MAGIC.length), 0, MAGIC.length, 0)
  return bytesRead === MAGIC.length && buffer.toString('latin1') === MAGIC
}

/**
 * Puts a backup in a database's place. No server may use it. Returns where what was there before lies now; null where there was nothing.
 */
export async function restore(file: string, source: string, now: Date): Promise<string | null> {
  await mkdir(dirname(file), { recursive: true, mode: 0o700 })
  const fresh = `${file}.restoring`
  await rm(fresh, { force: true })
  try {
    await copyFile(source, fresh)
    await chmod(fresh, 0o600)
    requireWhole(fresh, source)
    // Brings it up to date here, so that nothing is put in place that does not open.
    await (await openSqlite(fresh))[Symbol.asyncDispose]()
    if (existsSync(`${fresh}-wal`) && statSync(`${fresh}-wal`).size > 0)
      throw new StoreError(`${source} could not be taken in as one file.`)
    if (!existsSync(file)) {
      await rename(fresh, file)
      return null
    }
    using _alone = takeAlone(file)
    const before = `${file}.before-${now.toISOString().replace(/[:.]/g, '-')}`
    await rename(file, before)
    await rename(fresh, file)
    return before
  } finally {
    for (const name of [fresh, `${fresh}-wal`, `${fresh}-shm`]) await rm(name, { force: true })
  }
}

function requireWhole(file: string, source: string): void {
  const database = new Database(file)
  try {
    const found = database.prepare('PRAGMA quick_check').all() as { readonly quick_check: string }[]
    if (found[0]?.quick_check !== 'ok') throw new StoreError(`${source} is damaged: ${found[0]?.quick_check}.`)
    database.prepare('select number from migrations').all()
  } catch (fault) {
    if (fault instanceof StoreError) throw fault
    throw new StoreError(`${source} is not a database of Glovebox: ${(fault as Error).message}.`)
  } finally {
    database.close()
  }
}

/** Holds a database that nobody else has open, with all of it in its one file. Throws where somebody has, or where it is of a newer program. */
function takeAlone(file: string): Disposable {
  const database = new Database(file)
  try {
    database.pragma('busy_timeout = 0')
    const [last] = database.prepare('select max(number) as version from migrations').all() as { readonly version: number | null }[]
    const version = last?.version ?? 0
    if (version > MIGRATIONS.length) {
      throw new StoreError(
        `The database at ${file} was made by a newer Glovebox: it is of version ${version}, and this program knows ${MIGRATIONS.length}. It is left as it is.`,
      )
    }
    // Leaving this mode takes everybody else to be gone.
    database.exec('PRAGMA journal_mode = DELETE; BEGIN EXCLUSIVE')
  } catch (fault) {
    database.close()
    if (fault instanceof StoreError) throw fault
    throw new StoreError(`A server uses the database at ${file}. Stop it first (${(fault as Error).message}).`)
  }
  const letGo = (): void => {
    database.exec('ROLLBACK')
    database.close()
  }
  return { [Symbol.dispose]: letGo }
}
