import { useSyncExternalStore } from 'react'

const never = () => () => {}

/** False in what the server sends, and true as soon as the page's scripts run: for what does nothing without them, or differs from browser to browser. */
export function useInBrowser(): boolean {
  return useSyncExternalStore(
    never,
    () => true,
    () => false,
  )
}
