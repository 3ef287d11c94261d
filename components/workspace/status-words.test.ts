import { expect, it } from 'vitest'
import { statusWords } from './status-words.ts'

const python = {
  id: 'python',
  title: 'Python',
  version: null,
  editorLanguage: 'python',
  mainFile: 'main.py',
  starter: '',
  ready: true,
  box: 'standard box',
}
const open = { connection: 'open', profiles: [python], work: { phase: 'none' } } as const

it.each<[string, Partial<Parameters<typeof statusWords>[0]>]>([
  ['Ready', {}],
  ['Connecting…', { connection: 'connecting' }],
  ['Connection lost. Trying again…', { connection: 'lost', work: { phase: 'running', run: 1, elapsedMs: 5 } }],
  ['This session continues in another tab', { connection: 'replaced' }],
  ['The server was updated: reload the page', { connection: 'outdated' }],
  ['The first language is being built…', { profiles: [{ ...python, ready: false }] }],
  ['Starting…', { work: { phase: 'preparing', run: 1 } }],
  ['Waiting for a box: you are next', { work: { phase: 'queued', run: 1, position: 1 } }],
  ['Waiting for a box: 3 before you', { work: { phase: 'queued', run: 1, position: 4 } }],
  ['Running', { work: { phase: 'running', run: 1, elapsedMs: 5 } }],
])('says "%s"', (text, change) => {
  expect(statusWords({ ...open, ...change }).text).toBe(text)
})
