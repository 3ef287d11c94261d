'use client'

import { useEffect, useState } from 'react'
import { namesSnippet, snippetPath } from '../share/snippet-address.ts'
import { faultWords } from '../ui/fault-words.ts'
import { BoxActions } from './box-actions.ts'
import { Checker } from './checker.ts'
import type { Opened } from './opened.ts'
import { savedProfileId, savedProfiles } from './saved.ts'
import { keptSession, SessionLink } from './session-link.ts'
import { SourceKeeper } from './source-keeper.ts'
import { chosenProfile, type WorkspaceState, workspaceStore } from './store.ts'
import type { Task } from './task.ts'

/** What works behind the page while it is shown. */
export type Machinery = { readonly link: SessionLink; readonly keeper: SourceKeeper; readonly box: BoxActions }

/** Starts the connection, the keeping of files and the checks; null until the page is in the browser. @param task stays the same as long as the page is open. */
export function useMachinery(task: Task | null): Machinery | null {
  const [machinery, setMachinery] = useState<Machinery | null>(null)
  useEffect(() => {
    let stop: (() => void) | null = null
    let left = false
    const begin = (opened: Opened | null): void => {
      if (left) return
      const started = start(opened, task)
      stop = started.stop
      setMachinery(started.machinery)
    }
    if (!task && namesSnippet(location)) void openNamed().then(begin)
    else begin(null)
    // Another private link in the place of this one loads no page by itself.
    const again = (): void => {
      if (!task && namesSnippet(location)) location.reload()
    }
    addEventListener('hashchange', again)
    return () => {
      left = true
      removeEventListener('hashchange', again)
      stop?.()
    }
  }, [task])
  return machinery
}

/** The snippet that the address names; null, with a notice, where it cannot be opened. */
async function openNamed(): Promise<Opened | null> {
  try {
    const { openSnippet } = await import('../share/open-snippet.ts')
    return await openSnippet(location)
  } catch (fault) {
    const why = faultWords(fault)
    workspaceStore.setState({ notice: { tone: 'warning', text: `The snippet cannot be opened. ${why}` } })
    return null
  }
}

function start(opened: Opened | null, task: Task | null): { readonly machinery: Machinery; readonly stop: () => void } {
  const only = task && Object.keys(task.starters)
  workspaceStore.setState({
    profiles: savedProfiles().filter(({ id }) => !only || only.includes(id)),
    profileId: opened?.content.profile ?? savedProfileId(task?.mark) ?? only?.[0] ?? null,
    opened,
  })
  const keeper = new SourceKeeper(workspaceStore, opened, task)
  const url = `${location.protocol === 'https:' ? 'wss' : 'ws'}://${location.host}/ws`
  const link = new SessionLink(workspaceStore, url, keptSession(task?.mark), only)
  const checker = new Checker(workspaceStore, (profile, sources) => link.check(profile, sources))
  // The files belong to the language: whenever another one is chosen, its files are loaded.
  const load = (): void => {
    const state = workspaceStore.getState()
    const profile = chosenProfile(state)
    // What languages there are is known for certain once the server has told.
    const waits = opened !== null && state.sourcesOf === null && profile?.id !== opened.content.profile && state.connection !== 'open'
    if (profile && !waits) keeper.load(profile)
  }
  const unsubscribe = workspaceStore.subscribe(load)
  keeper.start()
  load()
  checker.start()
  link.start()
  if (opened) tellOpened(opened)
  return {
    machinery: { link, keeper, box: new BoxActions(workspaceStore, link) },
    stop: () => {
      unsubscribe()
      checker.stop()
      link.stop()
      keeper.stop()
    },
  }
}

/** Says once, when the server has told its languages, what has been opened, or why its files are not here. */
function tellOpened({ id, content }: Opened): void {
  const tell = ({ connection, profiles }: WorkspaceState): void => {
    if (connection !== 'open') return
    unsubscribe()
    const title = content.title === '' ? 'a snippet' : `"${content.title}"`
    const known = profiles.some(profile => profile.id === content.profile)
    const show = id === null ? {} : { action: { label: 'Original', run: () => location.assign(snippetPath(id)) } }
    workspaceStore.setState({
      notice: known
        ? { tone: 'info', text: `Your copy of ${title}, apart from your own files.`, ...show }
        : { tone: 'warning', text: `This is written in "${content.profile}", which this server does not offer.`, ...show },
    })
  }
  const unsubscribe = workspaceStore.subscribe(tell)
}
