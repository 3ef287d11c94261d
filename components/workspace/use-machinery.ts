'use client'

import { useEffect, useState } from 'react'
import { BoxActions } from './box-actions.ts'
import { Checker } from './checker.ts'
import { savedProfileId, savedProfiles } from './saved.ts'
import { SessionLink } from './session-link.ts'
import { SourceKeeper } from './source-keeper.ts'
import { chosenProfile, workspaceStore } from './store.ts'

/** What works behind the page while it is shown. */
export type Machinery = { readonly link: SessionLink; readonly keeper: SourceKeeper; readonly box: BoxActions }

/** Starts the connection, the keeping of files and the checks; null until the page is in the browser. */
export function useMachinery(): Machinery | null {
  const [machinery, setMachinery] = useState<Machinery | null>(null)
  useEffect(() => {
    workspaceStore.setState({ profiles: savedProfiles(), profileId: savedProfileId() })
    const keeper = new SourceKeeper(workspaceStore)
    const link = new SessionLink(workspaceStore, `${location.protocol === 'https:' ? 'wss' : 'ws'}://${location.host}/ws`)
    const checker = new Checker(workspaceStore, (profile, sources) => link.check(profile, sources))
    // The files belong to the language: whenever another one is chosen, its files are loaded.
    const load = (): void => {
      const profile = chosenProfile(workspaceStore.getState())
      if (profile) keeper.load(profile)
    }
    const unsubscribe = workspaceStore.subscribe(load)
    keeper.start()
    load()
    checker.start()
    link.start()
    setMachinery({ link, keeper, box: new BoxActions(workspaceStore, link) })
    return () => {
      unsubscribe()
      checker.stop()
      link.stop()
      keeper.stop()
    }
  }, [])
  return machinery
}
