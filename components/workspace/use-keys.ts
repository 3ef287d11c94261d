import { useEffect } from 'react'

export type KeyActions = {
  readonly run: () => void
  readonly save: () => void
  readonly format: () => void
  /** To the next problem, or the one before. */
  readonly problem: (direction: 1 | -1) => void
  /** Between editor and terminal. */
  readonly cross: () => void
}

/** The page's own keys. They come before the editor's and the terminal's, which have uses of their own for them. */
export function useKeys(actions: KeyActions): void {
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      const act = actionOf(event)
      if (!act) return
      event.preventDefault()
      event.stopPropagation()
      act()
    }
    const actionOf = (event: KeyboardEvent): (() => void) | null => {
      const { key, shiftKey: shift, altKey: alt } = event
      const command = event.ctrlKey || event.metaKey
      const inTerminal = document.activeElement?.closest('.xterm') !== null
      if (key === 'Enter' && command && !alt && !shift) return actions.run
      if (key === 'F6' && !command && !alt) return actions.cross
      // The program in the terminal may have a use for these.
      if (inTerminal) return null
      if (key.toLowerCase() === 's' && command && !alt && !shift) return actions.save
      // With Alt, the letter may be another one.
      if (event.code === 'KeyF' && shift && alt && !command) return actions.format
      if (key === 'F8' && !command && !alt) return () => actions.problem(shift ? -1 : 1)
      return null
    }
    addEventListener('keydown', onKey, { capture: true })
    return () => removeEventListener('keydown', onKey, { capture: true })
  }, [actions])
}
