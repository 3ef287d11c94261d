import { setTimeout as sleep } from 'node:timers/promises'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'

/** Collects what nobody holds any more. SQLite's driver keeps a closed file open until what was prepared on it is collected. Elsewhere the process ends; tests open it again. */
export async function letGo(): Promise<void> {
  setFlagsFromString('--expose-gc')
  const collect = runInNewContext('gc') as () => void
  for (let times = 0; times < 2; times++) {
    collect()
    await sleep(10)
  }
}
