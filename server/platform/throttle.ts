export type Throttled = Disposable & (() => void)

/** Calls `work` at once, and then once more at the end of every so many milliseconds in which it was asked for. Disposing drops what is due. */
export function throttle(work: () => void, everyMs: number): Throttled {
  let timer: NodeJS.Timeout | null = null
  let due = false
  const call = (): void => {
    if (timer) {
      due = true
      return
    }
    due = false
    work()
    timer = setTimeout(() => {
      timer = null
      if (due) call()
    }, everyMs)
    timer.unref()
  }
  const dispose = (): void => {
    if (timer) clearTimeout(timer)
    due = false
    timer = null
  }
  return Object.assign(call, { [Symbol.dispose]: dispose })
}
