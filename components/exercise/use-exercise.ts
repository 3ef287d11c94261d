'use client'

import { useCallback, useEffect, useMemo, useRef, useState } from 'react'
import { faultWords } from '../ui/fault-words.ts'
import { type Sources, sizeFault } from '../workspace/sources.ts'
import { workspaceStore } from '../workspace/store.ts'
import type { WorkspaceHandles } from '../workspace/task.ts'
import { afterEvent, type CheckState, isChecking } from './check-state.ts'
import { fetchFiles, fetchSubmission, handIn, isForGood, refusalCode } from './grade.ts'
import { type Member, workKey } from './member.ts'
import {
  type Attempt,
  type ExerciseRecord,
  type HandedIn,
  NO_RECORD,
  savedRecord,
  saveRecord,
  settled,
  withoutProofs,
  withResult,
} from './record.ts'
import { sourcesOf } from './starters.ts'

/** The server knows a key for a day. Who asks later would have it graded a second time. */
const HANDED_IN_MS = 82_800_000

type ExerciseActions = {
  readonly check: () => void
  readonly openHint: (count: number) => void
  readonly restore: (attempt: Attempt) => void
  readonly reset: () => void
  /** Shows what came of an attempt. */
  readonly look: (attempt: Attempt) => void
  /** The server does not have this submission any more. */
  readonly lost: (submission: string) => void
}

type Known = {
  readonly record: ExerciseRecord
  readonly state: CheckState
  readonly actions: ExerciseActions
}

/** Progress with an exercise, as this browser has it, and what can be done. @param starters stay the same as long as the page is open, and so does the owner. */
export function useExercise(
  slug: string,
  owner: () => Member | null,
  starters: Readonly<Record<string, Sources>>,
  handles: WorkspaceHandles | null,
): Known {
  const [record, setRecord] = useState<ExerciseRecord>(NO_RECORD)
  const [state, setState] = useState<CheckState>({ name: 'none' })
  const current = useRef({ record, state, leave: new AbortController() })
  current.current.state = state

  /** What is kept may have been changed in another tab since. */
  const change = useCallback(
    (step: (record: ExerciseRecord) => ExerciseRecord) => {
      const changed = step(savedRecord(slug, owner()))
      setRecord(changed)
      if (!saveRecord(slug, owner(), changed))
        workspaceStore.setState({
          notice: { tone: 'warning', text: 'This browser has no room left: attempts are not kept. Download what you want to keep.' },
        })
    },
    [slug, owner],
  )

  const follow = useCallback(
    async (handedIn: HandedIn) => {
      const { signal } = current.current.leave
      const { key, language, files, main } = handedIn
      setState({ name: 'sent' })
      try {
        const submission = await handIn(
          { slug, key, body: { language, files: [...files], main }, member: owner()?.token ?? null },
          {
            onEvent: event => event.type !== 'result' && setState(before => afterEvent(before, event)),
            onLost: () => setState({ name: 'lost' }),
            onUnknown: text =>
              workspaceStore.setState({ notice: { tone: 'warning', text: `${text} This result is kept in this browser alone.` } }),
          },
          signal,
        )
        change(before => withResult(before, submission, handedIn))
        setState({ name: 'done', submission })
      } catch (fault) {
        // The page is being left: the key is kept, and the result is asked for when it is opened again.
        if (signal.aborted) return
        if (isForGood(fault)) change(before => settled(before, key))
        setState({ name: 'failed', why: faultWords(fault) })
      }
    },
    [slug, owner, change],
  )

  const show = useCallback(
    async (attempt: Attempt) => {
      if (isChecking(current.current.state)) return
      setState({ name: 'looking' })
      const come = (state: CheckState): void => {
        if (!isChecking(current.current.state)) setState(state)
      }
      try {
        come({ name: 'done', submission: await fetchSubmission(attempt.id) })
      } catch (fault) {
        if (refusalCode(fault) === 'not_found') {
          change(before => withoutProofs(before, attempt.id))
          return come({ name: 'gone', attempt })
        }
        const why = faultWords(fault)
        come({ name: 'failed', why: `The result of this attempt cannot be shown. ${why}` })
      }
    },
    [change],
  )

  useEffect(() => {
    current.current.leave = new AbortController()
    const { leave } = current.current
    const kept = savedRecord(slug, owner())
    setRecord(kept)
    if (mayAsk(kept.handedIn)) void follow(kept.handedIn)
    else if (kept.attempts[0]) void show(kept.attempts[0])
    const other = ({ key }: StorageEvent): void => {
      if (key === null || key.endsWith(`exercise:${workKey(slug, owner())}`)) setRecord(savedRecord(slug, owner()))
    }
    const again = (): void => {
      const { handedIn } = savedRecord(slug, owner())
      if (current.current.state.name === 'failed' && mayAsk(handedIn)) void follow(handedIn)
    }
    addEventListener('storage', other)
    addEventListener('online', again)
    return () => {
      leave.abort()
      removeEventListener('online', again)
      removeEventListener('storage', other)
    }
  }, [slug, owner, follow, show])

  const actions = useMemo<ExerciseActions>(
    () => ({
      check() {
        const { sources, sourcesOf: language } = workspaceStore.getState()
        if (isChecking(current.current.state) || !sources || language === null) return
        handles?.flush()
        const fault = sizeFault(sources)
        if (fault) return workspaceStore.setState({ notice: { tone: 'warning', text: fault } })
        const now = { language, main: sources.main, files: [...sources.files] }
        const { handedIn: before } = savedRecord(slug, owner())
        // What could not be followed to its end is not handed in a second time.
        const handedIn = mayAsk(before) && isSame(before, now) ? before : { key: newKey(), atMs: Date.now(), ...now }
        change(before => ({ ...before, handedIn }))
        void follow(handedIn)
      },
      openHint: count => change(before => (count > before.hints ? { ...before, hints: count } : before)),
      restore: attempt => void restore(attempt, handles),
      reset() {
        const { sourcesOf: language } = workspaceStore.getState()
        const starter = language === null ? undefined : starters[language]
        if (starter) handles?.files.replaceAll(starter, 'You begin anew: the files are as they were at first.')
      },
      look: attempt => void show(attempt),
      lost: submission => change(before => withoutProofs(before, submission)),
    }),
    [slug, owner, handles, starters, change, follow, show],
  )
  return { record, state, actions }
}

/** Puts an attempt's files in the place of those on the page. What this browser has not kept, the server has. */
async function restore({ id, files, main, language }: Attempt, handles: WorkspaceHandles | null): Promise<void> {
  try {
    const restored = files ?? (await fetchFiles(id))
    if (workspaceStore.getState().sourcesOf !== language) return
    handles?.files.replaceAll(sourcesOf(restored, main), 'The files of this attempt took the place of yours.')
  } catch (fault) {
    const why = faultWords(fault)
    workspaceStore.setState({ notice: { tone: 'warning', text: `The files of this attempt cannot be had. ${why}` } })
  }
}

function mayAsk(handedIn: HandedIn | null): handedIn is HandedIn {
  return handedIn !== null && Date.now() - handedIn.atMs < HANDED_IN_MS
}

type Files = Pick<HandedIn, 'language' | 'main' | 'files'>

function isSame(one: Files, other: Files): boolean {
  const textOf = ({ language, main, files }: Files): string =>
    JSON.stringify([language, main, files.map(({ name, content, encoding }) => [name, content, encoding])])
  return textOf(one) === textOf(other)
}

/** 128 bits that nobody guesses. `crypto.randomUUID` is not there in a page that came over plain HTTP. */
function newKey(): string {
  return [...crypto.getRandomValues(new Uint8Array(16))].map(byte => byte.toString(16).padStart(2, '0')).join('')
}
