import { chromium } from 'playwright'
import { Playground } from '../playground.ts'
import config from '../playwright.config.ts'
import { median, p95, plainRow, type Row } from './figures.ts'
import { type Place, readMetric, startBenchServer } from './place.ts'

const PAUSE_MS = 300

/** When what happened on the page, in its own milliseconds. */
type Marks = { key: number; sent: number; came: number; drawn: number }

declare global {
  var benchMarks: Marks
}

/** Run by the keyboard in Chromium, from the key to the glyph on the screen, and where the time goes. */
export async function browser(place: Place): Promise<Row[]> {
  await using server = await startBenchServer()
  const launched = await chromium.launch(config.use?.launchOptions ?? {})
  try {
    const page = await launched.newPage({ viewport: { width: 1280, height: 800 } })
    // What the compiler of these scripts puts around functions, and the page does not have.
    await page.addInitScript('globalThis.__name = value => value')
    await page.addInitScript(mark)
    const playground = new Playground(page, server.url)
    await playground.open('import time\nprint("glyph", time.time_ns())\n')
    const all: Marks[] = []
    const firsts = async (since: string): Promise<[number, number]> => [
      await readMetric(server, 'glovebox_run_first_output_seconds_sum', { since }),
      await readMetric(server, 'glovebox_run_first_output_seconds_count', { since }),
    ]
    for (let run = 0; run < 5; run++) await pressRun(playground)
    const before = { request: await firsts('request'), box: await firsts('box') }
    for (let run = 0; run < (place.quick ? 10 : 80); run++) all.push(await pressRun(playground))
    const after = { request: await firsts('request'), box: await firsts('box') }
    const mean = (which: 'request' | 'box'): number => {
      const [sum, count] = [after[which][0] - before[which][0], after[which][1] - before[which][1]]
      return (sum / count) * 1000
    }
    const part = (from: keyof Marks, to: keyof Marks): number => median(all.map(marks => marks[to] - marks[from]))
    const [serverMs, boxMs] = [mean('request') - mean('box'), mean('box')]
    const shares = [
      `page ${part('key', 'sent').toFixed(1)}`,
      `browser and network ${Math.max(0, part('sent', 'came') - mean('request')).toFixed(1)}`,
      `server ${serverMs.toFixed(1)}`,
      `box ${boxMs.toFixed(1)}`,
      `render ${part('came', 'drawn').toFixed(1)}`,
    ].join(', ')
    const totals = all.map(marks => marks.drawn - marks.key)
    return [
      plainRow('key → glyph drawn, in Chromium', median(totals), 'ms', { most: 50 }, shares),
      plainRow('the same, p95', p95(totals), 'ms', null),
    ]
  } finally {
    await launched.close()
  }
}

async function pressRun({ page }: Playground): Promise<Marks> {
  await page.waitForTimeout(PAUSE_MS)
  await page.evaluate(() => {
    globalThis.benchMarks = { key: 0, sent: 0, came: 0, drawn: 0 }
  })
  await page.keyboard.press('Control+Enter')
  await page.waitForFunction(() => globalThis.benchMarks.drawn > 0)
  return page.evaluate(() => globalThis.benchMarks)
}

/** Runs in the page before its own code: notes when the key came, the order left, output came, and the terminal had drawn it. */
function mark(): void {
  globalThis.benchMarks = { key: 0, sent: 0, came: 0, drawn: 0 }
  const note = (what: keyof Marks): void => {
    if (globalThis.benchMarks[what] === 0) globalThis.benchMarks[what] = performance.now()
  }
  addEventListener(
    'keydown',
    event => {
      // The time at which the browser had it, not that at which we hear of it.
      if (event.key === 'Enter' && globalThis.benchMarks.key === 0) globalThis.benchMarks.key = event.timeStamp
    },
    { capture: true },
  )
  const Native = globalThis.WebSocket
  globalThis.WebSocket = class extends Native {
    constructor(url: string | URL) {
      super(url)
      this.addEventListener('message', ({ data }) => typeof data !== 'string' && note('came'))
    }
    override send(data: Parameters<WebSocket['send']>[0]): void {
      if (typeof data === 'string' && data.startsWith('{"type":"run"')) note('sent')
      super.send(data)
    }
  }
  let terminal: typeof globalThis.gloveboxTerminal
  Object.defineProperty(globalThis, 'gloveboxTerminal', {
    configurable: true,
    get: () => terminal,
    set: value => {
      terminal = value
      terminal?.onRender(() => {
        if (globalThis.benchMarks.came > 0 && terminal?.buffer.active.getLine(0)?.translateToString(true).startsWith('glyph')) note('drawn')
      })
    },
  })
}
