import { useEffect } from 'react'
import { savedSource } from '../workspace/saved.ts'
import { keptIn, slotOf } from '../workspace/saved-sources.ts'
import type { Sources } from '../workspace/sources.ts'
import { chosenProfile, type Notice, useWorkspace, workspaceStore } from '../workspace/store.ts'
import type { WorkspaceHandles } from '../workspace/task.ts'
import { type Member, workKey } from './member.ts'

/** What the files of somebody's work on an exercise are kept under. */
export function taskMark(slug: string, owner: Pick<Member, 'mark'> | null): string {
  return `exercise:${workKey(slug, owner)}`
}

/** Offers a member of a class who has written nothing yet what was written here without a class: only they know whether it is theirs. */
export function useEarlierWork(
  slug: string,
  owner: () => Member | null,
  starters: Readonly<Record<string, Sources>>,
  handles: WorkspaceHandles | null,
): void {
  const language = useWorkspace(state => state.sourcesOf)
  useEffect(() => {
    const profile = chosenProfile(workspaceStore.getState())
    if (owner() === null || !handles || language === null || profile?.id !== language) return
    if (savedSource(slotOf(language, taskMark(slug, owner()))) !== null) return
    let left = false
    let notice: Notice | null = null
    const offer = async (): Promise<void> => {
      const earlier = await keptIn(slotOf(language, taskMark(slug, null)), profile)
      if (left || earlier === null || isSame(earlier, starters[language])) return
      const run = (): void => handles.files.replaceAll(earlier, 'What was written here without a class took the place of your files.')
      notice = {
        tone: 'info',
        text: 'Something was written here without a class. Is it yours?',
        action: { label: 'Take it over', run },
      }
      workspaceStore.setState({ notice })
    }
    void offer()
    return () => {
      left = true
      // It is about this language alone.
      if (notice !== null && workspaceStore.getState().notice === notice) workspaceStore.setState({ notice: null })
    }
  }, [slug, owner, starters, handles, language])
}

function isSame({ files }: Sources, other: Sources | undefined): boolean {
  return (
    files.length === other?.files.length &&
    files.every(({ name, content }) => other.files.some(file => file.name === name && file.content === content))
  )
}
