'use client'

import type { ReactNode } from 'react'
import { panelLook, usePopover } from './use-popover.ts'

type Props = {
  readonly widthPx: number
  /** What screen readers call the button. */
  readonly buttonLabel: string
  readonly buttonTitle: string
  readonly buttonLook: string
  readonly disabled?: boolean
  readonly face: ReactNode
  /** What screen readers call the panel. */
  readonly label: string
  /** What is in the panel while it is open. */
  readonly children: (hide: () => void) => ReactNode
}

/** A button, and the panel with controls that it opens. */
export function PopoverDialog({ widthPx, buttonLabel, buttonTitle, buttonLook, disabled = false, face, label, children }: Props) {
  const popover = usePopover(widthPx)
  return (
    <>
      <button
        {...popover.buttonProps}
        ref={element => {
          popover.anchor.current = element
        }}
        type="button"
        disabled={disabled}
        aria-label={buttonLabel}
        aria-haspopup="dialog"
        title={buttonTitle}
        className={buttonLook}
      >
        {face}
      </button>
      <div {...popover.panelProps} role="dialog" aria-label={label} className={panelLook}>
        {popover.open && children(popover.hide)}
      </div>
    </>
  )
}
