'use client'

import { type RefObject, type ToggleEvent, useCallback, useEffect, useId, useRef, useState } from 'react'

const GAP_PX = 6
const EDGE_PX = 8
const LEAST_HEIGHT_PX = 220

export type Popover = {
  readonly open: boolean
  /** The same at this very moment: `open` follows a little later, and keys may be quicker. */
  readonly isOpen: () => boolean
  /** What the panel stands at. */
  readonly anchor: RefObject<HTMLElement | null>
  readonly show: () => void
  readonly hide: () => void
  /** For the button that opens and closes it. */
  readonly buttonProps: { readonly popoverTarget: string; readonly 'aria-expanded': boolean }
  readonly panelProps: {
    readonly id: string
    readonly popover: 'auto'
    readonly ref: RefObject<HTMLDivElement | null>
    readonly onBeforeToggle: (event: ToggleEvent<HTMLDivElement>) => void
    readonly onToggle: (event: ToggleEvent<HTMLDivElement>) => void
  }
}

/**
 * A panel above the page, by the browser's own popovers: it closes by Escape and by a click elsewhere, and the focus goes back to where it was.
 * The panel must not have a `display` of its own, or it is never hidden.
 */
export function usePopover(widthPx: number): Popover {
  const id = useId()
  const anchor = useRef<HTMLElement>(null)
  const panel = useRef<HTMLDivElement>(null)
  const [open, setOpen] = useState(false)

  const place = useCallback(() => {
    const box = anchor.current?.getBoundingClientRect()
    if (!box || !panel.current) return
    const width = Math.min(widthPx, innerWidth - 2 * EDGE_PX)
    const below = innerHeight - box.bottom - GAP_PX - EDGE_PX
    const above = box.top - GAP_PX - EDGE_PX
    // In the right half of the page it goes to the left: there is more room, and the edges of both are in line.
    const left = box.left + box.right > innerWidth ? box.right - width : box.left
    const up = below < LEAST_HEIGHT_PX && above > below
    Object.assign(panel.current.style, {
      width: `${width}px`,
      left: `${Math.max(EDGE_PX, Math.min(left, innerWidth - width - EDGE_PX))}px`,
      top: up ? 'auto' : `${box.bottom + GAP_PX}px`,
      bottom: up ? `${innerHeight - box.top + GAP_PX}px` : 'auto',
      maxHeight: `${up ? above : below}px`,
    })
  }, [widthPx])

  useEffect(() => {
    if (!open) return
    addEventListener('resize', place)
    return () => removeEventListener('resize', place)
  }, [open, place])

  const onBeforeToggle = useCallback(
    (event: ToggleEvent<HTMLDivElement>) => {
      if (event.newState === 'open') place()
    },
    [place],
  )
  const onToggle = useCallback((event: ToggleEvent<HTMLDivElement>) => setOpen(event.newState === 'open'), [])
  const isOpen = useCallback(() => panel.current?.matches(':popover-open') ?? false, [])
  const show = useCallback(() => {
    if (!isOpen()) panel.current?.showPopover()
  }, [isOpen])
  const hide = useCallback(() => panel.current?.hidePopover(), [])
  return {
    open,
    isOpen,
    anchor,
    show,
    hide,
    buttonProps: { popoverTarget: id, 'aria-expanded': open },
    panelProps: { id, popover: 'auto', ref: panel, onBeforeToggle, onToggle },
  }
}

/** How panels above the page look. */
export const panelLook = 'fixed inset-auto m-0 overflow-y-auto rounded-xl border border-line bg-raised text-text shadow-lg shadow-black/15'
