import type { Attack } from './catalogue.ts'
import { type End, Tab } from './client.ts'

/** Longer than any limit that ends an attack. */
const WITHIN_MS = 45_000
const AFTER_MS = 20_000

export type Outcome = {
  readonly attack: Attack
  readonly contained: boolean
  /** How it ended, in a few words. */
  readonly how: string
}

const program = (content: string) => [{ name: 'main.py', content }]

/**
 * Lets an attack loose in a session of its own, and says whether it was contained. Afterwards the same session must still serve honest programs.
 * @param honestRuns one of so many must work; none is tried where it is 0.
 */
export async function letLoose(url: string, attack: Attack, { honestRuns }: { honestRuns: number }): Promise<Outcome> {
  try {
    using tab = await Tab.open(url)
    const outcome = await attackFrom(tab, url, attack)
    if (!outcome.contained || honestRuns === 0) return outcome
    const ends: string[] = []
    while (ends.length < honestRuns) {
      const honest = await tab.run(program('print("HELD")'), { withinMs: AFTER_MS })
      if (honest.held) return outcome
      ends.push(honest.report?.reason ?? honest.refusal ?? 'no end')
    }
    return { attack, contained: false, how: `the next run in this session does not work: ${ends.join(', ')}` }
  } catch (fault) {
    return { attack, contained: false, how: (fault as Error).message }
  }
}

async function attackFrom(tab: Tab, url: string, attack: Attack): Promise<Outcome> {
  if (attack.neighbour !== null) return attackNeighbour(tab, url, attack, attack.neighbour)
  const stopAfterMs = attack.stopAfterS === null ? null : attack.stopAfterS * 1000
  const end = await tab.run(attack.files, { withinMs: WITHIN_MS, stopAfterMs, acknowledges: attack.acknowledges })
  let outcome = judge(attack, end)
  const kit = attack.files.filter(file => file.name === 'kit.py')
  for (const next of attack.next) {
    if (!outcome.contained) break
    outcome = judge({ ...attack, contained: ['held'] }, await tab.run([...program(next), ...kit], { withinMs: AFTER_MS }))
  }
  return outcome
}

/** The attack runs while somebody else's program looks, or works. */
async function attackNeighbour(tab: Tab, url: string, attack: Attack, theirs: string): Promise<Outcome> {
  using neighbour = await Tab.open(url)
  tab.start(attack.files)
  await tab.ready(AFTER_MS)
  const seen = await neighbour.run(program(theirs), { withinMs: WITHIN_MS })
  const own = judge(attack, await tab.ended(WITHIN_MS))
  return own.contained ? judge({ ...attack, contained: ['held'] }, seen) : own
}

function judge(attack: Attack, { report, refusal, breaches, held, tail }: End): Outcome {
  if (breaches.length > 0) return { attack, contained: false, how: breaches.slice(0, 3).join('; ') }
  if (!report) return { attack, contained: false, how: refusal ?? 'it did not end' }
  const how = held ? 'held' : report.reason
  const contained = (held && attack.contained.includes('held')) || attack.contained.includes(report.reason)
  const said = tail.trim().split('\n').at(-1) ?? ''
  return { attack, contained, how: contained ? how : `${report.reason} ${report.code ?? report.signal ?? ''} ${printable(said)}` }
}

function printable(text: string): string {
  return text.replace(/\p{Cc}/gu, ' ').slice(0, 120)
}
