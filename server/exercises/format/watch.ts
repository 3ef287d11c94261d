import { type FSWatcher, watch } from 'node:fs'
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { Logger } from '../../platform/logger.ts'

/** An editor that saves, or git that checks out, changes several files one after the other. */
const SETTLE_MS = 150
/** Folders that are watched at most, and how deep: a root, a course, an exercise, its parts, their folders. What lies elsewhere is seen a little later. */
const FOLDERS = 4000
const DEPTH = 5

/**
 * Calls `rescan` soon after something in the folders changes, and every `rescanMs` besides: not every file system tells of changes, and a folder may be
 * made later. Never twice at once.
 */
export function watchFolders(
  roots: readonly string[],
  rescan: () => Promise<void>,
  { rescanMs, log }: { readonly rescanMs: number; readonly log: Logger },
): AsyncDisposable {
  // Each folder by itself: where all of a tree is to be watched, Node on Linux does so with calls that throw when a file goes away meanwhile.
  const watchers = new Map<string, FSWatcher>()
  let timer: NodeJS.Timeout | undefined
  let going: Promise<void> = Promise.resolve()
  let ended = false

  const forget = (folder: string): void => {
    watchers.get(folder)?.close()
    watchers.delete(folder)
  }
  const watchOne = (folder: string): void => {
    try {
      const watcher = watch(folder, { persistent: false }, soon)
      watchers.set(folder, watcher)
      watcher.on('error', () => forget(folder))
    } catch {
      // It is gone, or cannot be watched here: it is looked at every so often.
    }
  }
  const watchAll = async (): Promise<void> => {
    const there = new Set<string>()
    for (const root of roots) await collect(root, DEPTH, there)
    if (ended) return
    for (const folder of watchers.keys()) if (!there.has(folder)) forget(folder)
    for (const folder of there) if (!watchers.has(folder)) watchOne(folder)
  }
  const scan = (): void => {
    clearTimeout(timer)
    timer = undefined
    going = going
      .then(async () => {
        if (ended) return
        // What changes between the two is seen by the watch, and what changed before it by the scan.
        await watchAll()
        await rescan()
      })
      .catch(cause => log.warn({ cause }, 'Folders of exercises cannot be read'))
  }
  function soon(): void {
    timer ??= setTimeout(scan, SETTLE_MS)
  }

  scan()
  const interval = setInterval(scan, rescanMs)
  interval.unref()
  return {
    [Symbol.asyncDispose]: async () => {
      ended = true
      clearInterval(interval)
      await going
      clearTimeout(timer)
      for (const folder of [...watchers.keys()]) forget(folder)
    },
  }
}

/** Adds a folder that is there, and those in it. */
async function collect(folder: string, depth: number, found: Set<string>): Promise<void> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => null)
  if (entries === null || found.size >= FOLDERS) return
  found.add(folder)
  if (depth === 0) return
  for (const entry of entries)
    if (entry.isDirectory() && !/^\.|^node_modules$/.test(entry.name)) await collect(join(folder, entry.name), depth - 1, found)
}
