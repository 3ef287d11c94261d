import type { KeyboardEvent } from 'react'

/** Moves the focus through a list of controls by the arrows, Home and End. */
export function moveFocus(event: KeyboardEvent, controls: readonly HTMLElement[]): void {
  const at = controls.indexOf(document.activeElement as HTMLElement)
  const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: -1 }[event.key]
  if (to === undefined) return
  event.preventDefault()
  controls.at(to % controls.length)?.focus()
}

/**
 * A ref for the control of a popover that has the focus first. The browser gives it as it shows the popover, before any further key; React's own `autoFocus`
 * is for elements that are added.
 */
export function firstFocus(element: HTMLElement | null): void {
  element?.setAttribute('autofocus', '')
}
