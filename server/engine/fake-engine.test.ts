import { fakeAgent } from '../box/fake-agent.ts'
import { SCRIPT } from '../test-server.ts'
import { describeEngine } from './engine.contract.ts'
import { FakeEngine } from './fake-engine.ts'

describeEngine('FakeEngine', async () => {
  const dead = new FakeEngine(fakeAgent)
  dead.down = true
  return {
    engine: new FakeEngine(fakeAgent),
    dead,
    spec: { tier: 'standard', image: 'any', limits: SCRIPT.boxLimits, labels: { 'glovebox.test': 'contract' } },
  }
})
