import { type ReactNode, useLayoutEffect, useRef } from 'react'
import { panelId, type View } from './panel-tabs.tsx'

/** One of the panel's views. All of them stay where they are: what was opened or read to is there again. */
export function Part({ view, shown, children }: { readonly view: View; readonly shown: View; readonly children: ReactNode }) {
  const part = useRef<HTMLDivElement>(null)
  const focused = useRef<Element | null>(null)
  // A control that has the focus goes with what it stands in, or is hidden with it: whoever uses the keyboard goes on from what took its place.
  useLayoutEffect(() => {
    const { activeElement, body } = document
    if (view !== shown) {
      if (part.current?.contains(activeElement)) document.getElementById(panelId(shown))?.focus()
    } else if (activeElement === body && focused.current?.isConnected === false) part.current?.focus()
  })
  return (
    <div
      ref={part}
      id={panelId(view)}
      role="tabpanel"
      aria-label={view === 'task' ? 'Task' : view === 'result' ? 'Result' : 'Attempts'}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: who has no pointer scrolls it by the arrows
      tabIndex={0}
      hidden={view !== shown}
      onFocus={event => {
        focused.current = event.target
      }}
      onBlur={() => {
        focused.current = null
      }}
      className="absolute inset-0 overflow-y-auto px-5 py-5 -outline-offset-2 max-sm:px-4 max-sm:py-4"
    >
      {children}
    </div>
  )
}
