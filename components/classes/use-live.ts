'use client'

import { useEffect, useState } from 'react'
import { LiveEvent } from '../../server/protocol/classes.ts'
import { faultWords } from '../ui/fault-words.ts'
import { Backoff } from '../workspace/backoff.ts'
import { type Opener, Refusal, watchClass } from './calls.ts'
import { afterEvent, afterLoss, type LiveState } from './live-state.ts'

/** The server says something at least every 20 seconds. */
const SILENT_MS = 50_000
/** A line has all students of a class. */
const LINE_CHARS = 16 * 1024 * 1024
/** What asking again does not mend. */
const FOR_GOOD: readonly string[] = ['bad_key', 'no_key', 'not_found']

/** What there is to be seen of a class, as it happens. A connection that breaks off is made again. */
export function useLive(opener: Opener | null): LiveState {
  const [state, setState] = useState<LiveState>({ name: 'loading' })
  useEffect(() => {
    if (!opener) return
    const left = new AbortController()
    // What is known was told of another key.
    setState({ name: 'loading' })
    void follow(opener, left.signal, setState)
    return () => left.abort()
  }, [opener])
  return state
}

type Set = (change: (before: LiveState) => LiveState) => void

async function follow(opener: Opener, left: AbortSignal, set: Set): Promise<void> {
  const backoff = new Backoff()
  let ended = false
  while (!ended && !left.aborted) {
    try {
      await readOnce(opener, left, event => {
        if (left.aborted) return
        backoff.reset()
        ended ||= event.type === 'deleted'
        set(before => afterEvent(before, event))
      })
    } catch (fault) {
      if (left.aborted) return
      const code = fault instanceof Refusal ? fault.code : 'internal'
      const forGood = FOR_GOOD.includes(code)
      ended ||= forGood
      set(before => (forGood || before.name === 'loading' ? { name: 'refused', why: faultWords(fault), code, forGood } : before))
    }
    if (ended || left.aborted) return
    set(afterLoss)
    await new Promise(resolve => setTimeout(resolve, backoff.next()))
  }
}

async function readOnce(opener: Opener, left: AbortSignal, onEvent: (event: LiveEvent) => void): Promise<void> {
  const silent = new AbortController()
  let timer = setTimeout(() => silent.abort(), SILENT_MS)
  try {
    const response = await watchClass(opener, AbortSignal.any([left, silent.signal]))
    const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader()
    let rest = ''
    for (;;) {
      const { value, done } = (await reader?.read()) ?? { value: undefined, done: true }
      if (done || value === undefined) return
      clearTimeout(timer)
      timer = setTimeout(() => silent.abort(), SILENT_MS)
      rest += value
      const lines = rest.split('\n')
      rest = lines.pop() ?? ''
      if (rest.length > LINE_CHARS) return
      for (const line of lines) {
        const event = LiveEvent.safeParse(JSON.parse(line))
        if (event.success) onEvent(event.data)
      }
    }
  } finally {
    clearTimeout(timer)
    silent.abort()
  }
}
