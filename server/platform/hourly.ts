const HOUR_MS = 3_600_000

/** Does something now and every hour, one after the other, until it is disposed of. It must not fail. */
export function hourly(act: () => Promise<void>): AsyncDisposable {
  let doing = act()
  const timer = setInterval(() => {
    doing = doing.then(act)
  }, HOUR_MS).unref()
  return {
    [Symbol.asyncDispose]: () => {
      clearInterval(timer)
      return doing
    },
  }
}
