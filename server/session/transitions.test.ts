import fc from 'fast-check'
import { expect, it } from 'vitest'
import type { RunRequest } from '../protocol/messages.ts'
import { initialState, type Job, type Keyed, type SessionEffect, type SessionEvent, type SessionState, step } from './transitions.ts'

const TIMES = { graceMs: 100, boxIdleMs: 1000 }
const sources = (profile: string) => ({ profile, main: 'main.py', files: [{ name: 'main.py', content: '' }] })
const request = (run: number, profile = 'python', key = ''): Keyed<RunRequest> => ({
  type: 'run',
  run,
  ...sources(profile),
  key,
  args: [],
  size: { cols: 80, rows: 24 },
})
const report = {
  reason: 'exited',
  code: 0,
  signal: null,
  cpuMs: 0,
  wallMs: 0,
  peakBytes: 0,
  outputBytes: 0,
  stage: 'run',
  compileMs: null,
  limit: null,
} as const
const check = (key: string, profile = 'python'): Job => ({
  kind: 'check',
  request: { type: 'check', request: 1, ...sources(profile), key },
})
const format = (profile = 'python'): Job => ({
  kind: 'format',
  request: { type: 'format', request: 1, profile, name: 'main.py', content: '' },
})

/** Plays events one after the other; gives the last state and what was done, by name. */
function play(events: readonly SessionEvent[], from = initialState()): { state: SessionState; did: string[] } {
  const did: string[] = []
  let state = from
  for (const [index, event] of events.entries()) {
    const [next, effects] = step(state, event, index, TIMES)
    state = next
    did.push(...effects.map(effect => effect.do))
  }
  return { state, did }
}

it('takes a box, runs, resets, and keeps the box for the next run', () => {
  const { state, did } = play([
    { type: 'run', request: request(1) },
    { type: 'box_taken' },
    { type: 'started', run: 1 },
    { type: 'exited', run: 1, report, boxUsable: true, compiled: false },
    { type: 'reset', clean: true },
    { type: 'run', request: request(2) },
  ])
  expect(did).toEqual(['take_box', 'start_run', 'tell_work', 'tell_work', 'reset_box', 'offer_box', 'wake_at', 'start_run'])
  expect(state.hold).toEqual({ name: 'busy', profile: 'python', key: '' })
})

it('exchanges the box for another language', () => {
  const { did } = play([
    { type: 'run', request: request(1) },
    { type: 'box_taken' },
    { type: 'exited', run: 1, report, boxUsable: true, compiled: false },
    { type: 'reset', clean: true },
    { type: 'run', request: request(2, 'ruby') },
  ])
  expect(did.slice(-2)).toEqual(['drop_box', 'take_box'])
})

it('never uses a box again that was not reset clean, or was lost', () => {
  const ran: SessionEvent[] = [{ type: 'run', request: request(1) }, { type: 'box_taken' }]
  expect(play([...ran, { type: 'exited', run: 1, report, boxUsable: false, compiled: false }]).did).toContain('drop_box')
  expect(
    play([...ran, { type: 'exited', run: 1, report, boxUsable: true, compiled: false }, { type: 'reset', clean: false }]).did,
  ).toContain('drop_box')
})

it('starts a run that came during the reset when that is done', () => {
  const { did } = play([
    { type: 'run', request: request(1) },
    { type: 'box_taken' },
    { type: 'exited', run: 1, report, boxUsable: true, compiled: false },
    { type: 'run', request: request(2) },
    { type: 'reset', clean: true },
  ])
  expect(did.at(-1)).toBe('start_run')
})

it('gives up the wait when it is stopped, and lets a box go that comes all the same', () => {
  const { state, did } = play([{ type: 'run', request: request(1) }, { type: 'stop', run: 1 }, { type: 'box_taken' }])
  expect(did).toEqual(['take_box', 'cancel_take', 'tell_work', 'drop_box'])
  expect(state.work).toMatchObject({ name: 'finished', report: { reason: 'stopped' } })
})

it('ends when nobody has come back within the grace time, and not a moment before', () => {
  const [detached] = step(initialState(), { type: 'detached' }, 1000, TIMES)
  expect(step(detached, { type: 'tick' }, 1099, TIMES)[0].ended).toBe(false)
  expect(step(detached, { type: 'tick' }, 1100, TIMES)[0].ended).toBe(true)
  const [back] = step(detached, { type: 'attached' }, 1050, TIMES)
  expect(step(back, { type: 'tick' }, 1100, TIMES)[0].ended).toBe(false)
})

it('compiles ahead, and runs what was compiled without compiling again', () => {
  const before: SessionEvent[] = [
    { type: 'job', job: check('a') },
    { type: 'box_taken' },
    { type: 'job_done', compiled: true, boxUsable: true },
    { type: 'reset', clean: true },
  ]
  const { state, did } = play(before)
  expect(did).toEqual(['take_box', 'start_job', 'reset_box', 'offer_box', 'wake_at'])
  const startOf = (key: string): SessionEffect | undefined =>
    step(state, { type: 'run', request: request(1, 'python', key) }, 0, TIMES)[1].find(effect => effect.do === 'start_run')
  expect(startOf('a')).toMatchObject({ compiled: true })
  expect(startOf('b')).toMatchObject({ compiled: false })
  // A box that goes takes the program with it.
  expect(play([...before, { type: 'box_gone' }]).state.compiled).toBeNull()
})

it('lets a compile end whose program is to be run, and cuts any other short', () => {
  const compiling: SessionEvent[] = [{ type: 'job', job: check('a') }, { type: 'box_taken' }]
  const same = play([
    ...compiling,
    { type: 'run', request: request(1, 'python', 'a') },
    { type: 'job_done', compiled: true, boxUsable: true },
  ])
  expect(same.did).toEqual(['take_box', 'start_job', 'start_run'])
  const other = play([
    ...compiling,
    { type: 'run', request: request(1, 'python', 'b') },
    { type: 'job_done', compiled: false, boxUsable: true },
  ])
  expect(other.did).toEqual(['take_box', 'start_job', 'cancel_job', 'start_run'])
  expect(play([...compiling, { type: 'job', job: check('b') }]).did).toContain('cancel_job')
})

it('answers every request to format, whatever comes between', () => {
  const answers = (events: readonly SessionEvent[]) => play(events).did.filter(did => did === 'refuse_job' || did === 'start_job')
  expect(answers([{ type: 'job', job: format() }, { type: 'box_taken' }])).toEqual(['start_job'])
  expect(
    answers([
      { type: 'job', job: format() },
      { type: 'box_refused', code: 'too_busy', message: '' },
    ]),
  ).toEqual(['refuse_job'])
  expect(
    answers([
      { type: 'job', job: format() },
      { type: 'job', job: format() },
    ]),
  ).toEqual(['refuse_job'])
  expect(
    answers([
      { type: 'run', request: request(1) },
      { type: 'job', job: format() },
    ]),
  ).toEqual(['refuse_job'])
  // The page turned to another language: the check there waits for the format here.
  expect(
    answers([
      { type: 'job', job: format() },
      { type: 'job', job: check('b', 'ruby') },
      { type: 'box_taken' },
      { type: 'job_done', compiled: false, boxUsable: false },
      { type: 'box_taken' },
    ]),
  ).toEqual(['start_job', 'start_job'])
  const stopped = play([
    { type: 'job', job: format() },
    { type: 'run', request: request(1, 'ruby') },
    { type: 'stop', run: 1 },
  ])
  expect(stopped.state.hold).toEqual({ name: 'taking', profile: 'python' })
})

const anyEvent: fc.Arbitrary<SessionEvent> = fc.oneof(
  fc.record({
    type: fc.constant('run' as const),
    request: fc
      .tuple(fc.integer({ min: 1, max: 9 }), fc.constantFrom('python', 'ruby'))
      .map(([run, profile]) => request(run, profile, run % 2 ? 'a' : '')),
  }),
  fc.record({ type: fc.constant('stop' as const), run: fc.integer({ min: 1, max: 9 }) }),
  fc.constantFrom<SessionEvent>(
    { type: 'attached' },
    { type: 'detached' },
    { type: 'queued', position: 1 },
    { type: 'box_taken' },
    { type: 'box_refused', code: 'too_busy', message: '' },
    { type: 'job', job: check('a') },
    { type: 'job', job: check('b', 'ruby') },
    { type: 'job', job: format() },
    { type: 'job', job: format('ruby') },
    { type: 'job_done', compiled: true, boxUsable: true },
    { type: 'job_done', compiled: false, boxUsable: true },
    { type: 'job_done', compiled: false, boxUsable: false },
    { type: 'compiling', run: 1 },
    { type: 'started', run: 1 },
    { type: 'tidy' },
    { type: 'reset', clean: true },
    { type: 'reset', clean: false },
    { type: 'box_gone' },
    { type: 'tick' },
    { type: 'end' },
  ),
  fc.record({
    type: fc.constant('exited' as const),
    run: fc.integer({ min: 1, max: 9 }),
    report: fc.constant(report),
    boxUsable: fc.boolean(),
    compiled: fc.boolean(),
  }),
)

/** What the world can bring about: a box comes only to who waits for one, an exit only to what runs, and so on. */
function possible(state: SessionState, event: SessionEvent): boolean {
  switch (event.type) {
    case 'box_taken':
    case 'box_refused':
    case 'queued':
      return state.hold.name === 'taking'
    case 'exited':
    case 'compiling':
    case 'started':
      return state.hold.name === 'busy'
    case 'job_done':
      return state.hold.name === 'working'
    case 'reset':
      return state.hold.name === 'resetting'
    default:
      return true
  }
}

it('holds at most one box, and lets go of it in the end, whatever happens', () => {
  fc.assert(
    fc.property(fc.array(anyEvent, { maxLength: 60 }), events => {
      let state = initialState()
      let boxes = 0
      let taking = 0
      let forgotten = 0
      const perform = (effect: SessionEffect): void => {
        if (effect.do === 'take_box') taking += 1
        if (effect.do === 'cancel_take') taking = 0
        if (effect.do === 'drop_box') boxes = 0
        if (effect.do === 'forget') forgotten += 1
        if (effect.do === 'start_run' || effect.do === 'start_job' || effect.do === 'reset_box') expect(boxes).toBe(1)
        if (effect.do === 'offer_box') expect(state.work.name).not.toBe('running')
      }
      for (const [index, event] of [...events, { type: 'end' } as const].entries()) {
        if (!possible(state, event)) continue
        if (event.type === 'box_taken') {
          taking -= 1
          boxes += 1
        }
        if (event.type === 'box_refused') taking -= 1
        const [next, effects] = step(state, event, index * 30, TIMES)
        state = next
        effects.forEach(perform)
        // Nothing waits for what does not come.
        if (!state.ended && (state.jobs.format || state.work.name === 'waiting')) expect(state.hold.name).not.toMatch(/none|idle/)
        expect(boxes).toBeLessThanOrEqual(1)
        expect(taking).toBeLessThanOrEqual(1)
      }
      expect([boxes, taking, forgotten]).toEqual([0, 0, 1])
    }),
    { numRuns: 5000 },
  )
})

it('says with a start how long the run has waited for its box', () => {
  const starts: SessionEffect[] = []
  let state = initialState()
  const events: [number, SessionEvent][] = [
    [5, { type: 'run', request: request(1) }],
    [10, { type: 'queued', position: 1 }],
    [45, { type: 'box_taken' }],
    [50, { type: 'exited', run: 1, report, boxUsable: true, compiled: false }],
    [55, { type: 'reset', clean: true }],
    [60, { type: 'run', request: request(2) }],
  ]
  for (const [nowMs, event] of events) {
    const [next, effects] = step(state, event, nowMs, TIMES)
    state = next
    starts.push(...effects.filter(effect => effect.do === 'start_run'))
  }
  expect(starts).toMatchObject([
    { do: 'start_run', waitMs: 40 },
    { do: 'start_run', waitMs: 0 },
  ])
})
