import { useEffect } from 'react'

/** Ctrl+Shift+Enter, wherever the focus is. It comes before the editor's and the terminal's own use of it. */
export function useCheckKey(check: () => void): void {
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      const { key, shiftKey, altKey, ctrlKey, metaKey } = event
      if (key !== 'Enter' || !shiftKey || altKey || !(ctrlKey || metaKey)) return
      event.preventDefault()
      event.stopPropagation()
      check()
    }
    addEventListener('keydown', onKey, { capture: true })
    return () => removeEventListener('keydown', onKey, { capture: true })
  }, [check])
}
