import { once } from 'node:events'
import { readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { connect, type Socket } from 'node:net'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { Tab } from '../attacks/client.ts'
import type { Place } from './place.ts'

export type Scenario = {
  readonly name: string
  /** Does harm, mends it where it does not mend by itself, and gives what went wrong on the way, or nothing. */
  readonly harm: (place: Place) => Promise<string>
}

const program = (content: string) => [{ name: 'main.py', content }]
const WAITS = program('print("READY", flush=True)\ninput()')
const READY_MS = 30_000
const OUTAGE_MS = 60_000

/** Browser tabs that are closed together, however a scenario ends. */
class Tabs implements Disposable {
  readonly list: readonly Tab[]

  private constructor(list: readonly Tab[]) {
    this.list = list
  }

  static async open(place: Place, count: number): Promise<Tabs> {
    return new Tabs(await Promise.all(Array.from({ length: count }, () => Tab.open(place.url))))
  }

  /** Tabs with a program that waits. */
  static async waiting(place: Place, count: number): Promise<Tabs> {
    const tabs = await Tabs.open(place, count)
    for (const tab of tabs.list) tab.start(WAITS)
    await Promise.all(tabs.list.map(tab => tab.ready(READY_MS)))
    return tabs
  }

  [Symbol.dispose](): void {
    for (const tab of this.list) tab[Symbol.dispose]()
  }
}

/** Twenty people connect, run what writes without an end, and vanish. */
export async function comeAndGo(place: Place): Promise<void> {
  using tabs = await Tabs.open(place, 20)
  for (const tab of tabs.list) tab.start(program('while True: print("y" * 70)'), false)
  await sleep(100)
}

/** Every process below one. */
async function descendants(pid: number): Promise<number[]> {
  const threads = await readdir(`/proc/${pid}/task`).catch(() => [])
  const lists = await Promise.all(threads.map(thread => readFile(`/proc/${pid}/task/${thread}/children`, 'utf8').catch(() => '')))
  const children = lists.join(' ').split(/\s+/).filter(Boolean).map(Number)
  return [...children, ...(await Promise.all(children.map(descendants))).flat()]
}

/** Signals a process that may have gone by itself. */
function signalIfThere(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal)
  } catch (fault) {
    if ((fault as NodeJS.ErrnoException).code !== 'ESRCH') throw fault
  }
}

/** What somebody is told who runs a program now. */
async function told(place: Place): Promise<string> {
  const said = await place.honestRun()
  return said === ''
    ? 'a run worked while nothing could'
    : /engine|moment|minute|again|closed|box/i.test(said)
      ? ''
      : `people are told: ${said}`
}

export const SCENARIOS: readonly Scenario[] = [
  {
    name: 'the server is killed while five programs run',
    harm: async place => {
      using _tabs = await Tabs.waiting(place, 5)
      const exited = once(place.server.process, 'exit')
      place.server.process.kill('SIGKILL')
      await exited
      await place.restart()
      return ''
    },
  },
  {
    name: 'the web process is killed',
    harm: async place => {
      const children = (await readFile(`/proc/${place.pid}/task/${place.pid}/children`, 'utf8')).trim().split(' ').map(Number)
      if (children.length !== 1) return `the server has ${children.length} child processes`
      process.kill(children[0] as number, 'SIGKILL')
      await sleep(200)
      return ''
    },
  },
  {
    name: 'dockerd is killed while programs run, and started again',
    harm: async place => {
      using _tabs = await Tabs.waiting(place, 3)
      await place.engine.end('SIGKILL')
      const words = await told(place)
      const honest = await place.says(health => !health.ready)
      await place.engine.start()
      return honest ? words : 'health says ready without an engine'
    },
  },
  {
    name: 'dockerd hangs for a minute',
    harm: async place => {
      process.kill(place.engine.pid, 'SIGSTOP')
      const begun = performance.now()
      const live = await fetch(`${place.url}/healthz/live`, { signal: AbortSignal.timeout(5000) })
      const page = await place.page()
      await place.honestRun()
      await sleep(Math.max(0, OUTAGE_MS - (performance.now() - begun)))
      process.kill(place.engine.pid, 'SIGCONT')
      return live.ok && page ? '' : 'the server did not answer meanwhile'
    },
  },
  {
    name: 'containerd is killed while programs run',
    harm: async place => {
      using _tabs = await Tabs.waiting(place, 3)
      const containerd = (await place.engine.processes()).find(({ command }) => /^\S*containerd /.test(command))
      if (!containerd) return 'there is no containerd'
      process.kill(containerd.pid, 'SIGKILL')
      await sleep(1000)
      return ''
    },
  },
  {
    name: 'the shims of running boxes are killed',
    harm: async place => {
      using tabs = await Tabs.waiting(place, 3)
      for (const pid of (await place.shims()).holding) signalIfThere(pid, 'SIGKILL')
      const ends = await Promise.all(tabs.list.map(tab => tab.ended(READY_MS)))
      const untold = ends.filter(end => end.report === null).length
      return untold === 0 ? '' : `${untold} people were told nothing`
    },
  },
  {
    name: 'a box is stopped by SIGSTOP, its agent and all',
    harm: async place => {
      using _tabs = await Tabs.waiting(place, 1)
      for (const shim of (await place.shims()).holding) for (const pid of await descendants(shim)) signalIfThere(pid, 'SIGSTOP')
      // Nobody in the box will answer, and the person leaves.
      return ''
    },
  },
  {
    name: 'two hundred sessions connect, run and vanish',
    harm: async place => {
      for (let round = 0; round < 10; round++) await comeAndGo(place)
      return ''
    },
  },
  {
    name: 'a browser acknowledges nothing and stays',
    harm: async place => {
      const before = (await place.figures()).megabytes
      using tabs = await Tabs.open(place, 5)
      for (const tab of tabs.list) tab.start(program('while True: print("y" * 70)'), false)
      await sleep(5000)
      const after = (await place.figures()).megabytes
      return after - before < 100 ? '' : `the server grew by ${after - before} MB`
    },
  },
  {
    name: 'three hundred connections send a letter a second, and as many nothing at all',
    harm: async place => {
      const { port } = new URL(place.url)
      const open = async (): Promise<Socket> => {
        const socket = connect(Number(port), '127.0.0.1')
        socket.on('error', () => {})
        await once(socket, 'connect')
        return socket
      }
      const slow = await Promise.all(Array.from({ length: 300 }, open))
      const silent = await Promise.all(Array.from({ length: 300 }, open))
      for (const socket of slow) socket.write('GET / HTTP/1.1\r\nHost: x\r\n')
      let page = true
      for (let second = 0; second < 5; second++) {
        for (const socket of slow) socket.write('X')
        page &&= await place.page()
        await sleep(1000)
      }
      for (const socket of [...slow, ...silent]) socket.destroy()
      return page ? '' : 'the page was not served meanwhile'
    },
  },
  {
    name: 'a hundred WebSockets are opened and say nothing',
    harm: async place => {
      const { port } = new URL(place.url)
      const upgrade = `GET /ws HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nOrigin: ${place.url}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n`
      const sockets = Array.from({ length: 100 }, () => connect(Number(port), '127.0.0.1'))
      for (const socket of sockets) {
        socket.on('error', () => {})
        socket.write(upgrade)
        socket.resume()
      }
      const said = await place.honestRun()
      // The server closes those that have not said hello within ten seconds.
      const closed = Promise.all(sockets.map(socket => once(socket, 'close')))
      const all = await Promise.race([closed.then(() => true), sleep(20_000, false)])
      for (const socket of sockets) socket.destroy()
      return all ? said : 'silent connections are kept'
    },
  },
  {
    name: 'the engine’s disk is full',
    harm: async place => {
      using _tabs = await Tabs.waiting(place, 1)
      const filler = join(place.engine.folder, 'filler')
      await writeFile(filler, Buffer.alloc(0))
      const block = Buffer.alloc(16 * 1024 * 1024, 1)
      for (const part of [block, Buffer.alloc(4096, 1)]) {
        for (let full = false; !full; ) await writeFile(filler, part, { flag: 'a' }).catch(() => (full = true))
      }
      // The one warm box may still be had; after it nothing.
      for (let n = 0; n < 3; n++) await place.honestRun()
      const { live } = (await (await fetch(`${place.url}/healthz/live`)).json().catch(() => ({ live: true }))) as { live: boolean }
      await rm(filler)
      return live === false ? 'the server died' : ''
    },
  },
]
