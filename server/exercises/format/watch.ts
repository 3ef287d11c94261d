import { watch } from 'node:fs'
import type { Logger } from '../../platform/logger.ts'

/** An editor that saves, or git that checks out, changes several files one after the other. */
const SETTLE_MS = 150

/**
 * Calls `rescan` soon after something in the folders changes, and every `rescanMs` besides: not every file system tells of changes, and a folder may be
 * made later. Never twice at once.
 */
export function watchFolders(
  folders: readonly string[],
  rescan: () => Promise<void>,
  { rescanMs, log }: { readonly rescanMs: number; readonly log: Logger },
): AsyncDisposable {
  let timer: NodeJS.Timeout | undefined
  let going: Promise<void> = Promise.resolve()
  let ended = false

  const scan = (): void => {
    clearTimeout(timer)
    timer = undefined
    going = going.then(() => (ended ? undefined : rescan())).catch(cause => log.warn({ cause }, 'Folders of exercises cannot be read'))
  }
  const soon = (): void => {
    timer ??= setTimeout(scan, SETTLE_MS)
  }
  const watchers = new Map<string, ReturnType<typeof watch>>()
  const watchAll = (): void => {
    for (const folder of folders) {
      if (watchers.has(folder)) continue
      try {
        const watcher = watch(folder, { recursive: true, persistent: false }, soon)
        watchers.set(folder, watcher)
        watcher.on('error', () => {
          watcher.close()
          watchers.delete(folder)
        })
      } catch {
        // It is not there, or cannot be watched here: it is looked at every so often.
      }
    }
  }
  watchAll()
  const interval = setInterval(() => {
    watchAll()
    scan()
  }, rescanMs)
  interval.unref()
  return {
    [Symbol.asyncDispose]: async () => {
      ended = true
      clearInterval(interval)
      clearTimeout(timer)
      for (const watcher of watchers.values()) watcher.close()
      await going
    },
  }
}
