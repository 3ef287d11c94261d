import { AppError } from '../platform/app-error.ts'

const AGAIN_MS = 10_000
const TRIES = 30

/** Does what nobody waits for: where too much else is done, it tries again later, for five minutes in all. */
export async function patiently<T>(act: () => Promise<T>, signal: AbortSignal): Promise<T> {
  for (let tries = 1; ; tries++) {
    try {
      return await act()
    } catch (fault) {
      if (!(fault instanceof AppError && fault.code === 'too_busy') || tries >= TRIES) throw fault
      await pause(AGAIN_MS, signal)
    }
  }
}

/** Waits so long. Rejects with the signal's reason when that comes first. */
export function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal.aborted) return reject(signal.reason)
    const abort = (): void => {
      clearTimeout(timer)
      reject(signal.reason)
    }
    const timer = setTimeout(() => {
      signal.removeEventListener('abort', abort)
      resolve()
    }, ms)
    signal.addEventListener('abort', abort, { once: true })
  })
}
