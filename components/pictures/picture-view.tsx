'use client'

import { Check, Copy, Download, Maximize, ZoomIn, ZoomOut } from 'lucide-react'
import { type KeyboardEvent, type PointerEvent, type ReactNode, useCallback, useEffect, useLayoutEffect, useRef, useState } from 'react'
import { IconButton } from '../ui/icon-button.tsx'
import { saveAs } from '../workspace/download.ts'
import { copyPicture, type Picture, usePictureAddress } from './picture-address.ts'
import { fitScale, nextStep, type Zoom } from './zoom.ts'

const COPIED_MS = 2000
const ENDINGS: Readonly<Record<string, string>> = { 'image/png': '.png', 'image/jpeg': '.jpg', 'image/gif': '.gif', 'image/webp': '.webp' }

type Props = { readonly picture: Picture; readonly name: string }

/** One picture, large: the wheel, + and - go in and out, 0 fits, 1 shows it as it is; it is dragged or scrolled about. */
export function PictureView({ picture, name }: Props) {
  const address = usePictureAddress(picture)
  const place = useRef<HTMLDivElement>(null)
  const [zoom, setZoom] = useState<Zoom>('fit')
  const [fit, setFit] = useState(1)
  const [said, setSaid] = useState<'copied' | 'not copied' | null>(null)
  const scale = zoom === 'fit' ? fit : zoom
  const step = useCallback((direction: 1 | -1) => setZoom(now => nextStep(now === 'fit' ? fit : now, direction)), [fit])

  useLayoutEffect(() => {
    const element = place.current
    if (!element) return
    const look = (): void => setFit(fitScale(picture, { width: element.clientWidth - 16, height: element.clientHeight - 16 }))
    const observer = new ResizeObserver(look)
    observer.observe(element)
    look()
    return () => observer.disconnect()
  }, [picture])

  useEffect(() => {
    const element = place.current
    const onWheel = (event: WheelEvent): void => {
      event.preventDefault()
      if (event.deltaY !== 0) step(event.deltaY < 0 ? 1 : -1)
    }
    // React's own listener could not keep the page from scrolling.
    element?.addEventListener('wheel', onWheel, { passive: false })
    return () => element?.removeEventListener('wheel', onWheel)
  }, [step])

  useEffect(() => {
    if (said === null) return
    const timer = setTimeout(() => setSaid(null), COPIED_MS)
    return () => clearTimeout(timer)
  }, [said])

  const onKeyDown = (event: KeyboardEvent): void => {
    const act = { '+': () => step(1), '=': () => step(1), '-': () => step(-1), '0': () => setZoom('fit'), '1': () => setZoom(1) }[event.key]
    if (!act || event.ctrlKey || event.metaKey || event.altKey) return
    event.preventDefault()
    act()
  }
  const drag = (event: PointerEvent<HTMLDivElement>): void => {
    if (!event.buttons || event.pointerType === 'touch') return
    event.currentTarget.scrollLeft -= event.movementX
    event.currentTarget.scrollTop -= event.movementY
  }
  const copy = (): void => {
    copyPicture(picture).then(
      () => setSaid('copied'),
      () => setSaid('not copied'),
    )
  }
  const ending = ENDINGS[picture.type] ?? ''
  const fileName = name.toLowerCase().endsWith(ending) ? name : `${name}${ending}`

  return (
    <div className="flex min-h-0 grow flex-col">
      <div className="flex shrink-0 items-center gap-0.5 border-line border-b px-1.5">
        <p className="min-w-0 grow truncate px-1.5 text-muted text-xs">
          <span className="text-text">{name}</span>{' '}
          <span className="tabular-nums max-sm:hidden">
            {picture.width} × {picture.height}
          </span>
        </p>
        <p aria-live="polite" className="text-muted text-xs">
          {said === 'copied' && 'Copied'}
          {said === 'not copied' && 'The browser does not allow it'}
        </p>
        <IconButton label="Smaller" hint="Smaller (-)" onClick={() => step(-1)} small>
          <ZoomOut className="size-4" aria-hidden="true" />
        </IconButton>
        <Scale actual={zoom === 1} onChoose={() => setZoom(1)}>
          {Math.round(scale * 100)} %
        </Scale>
        <IconButton label="Larger" hint="Larger (+)" onClick={() => step(1)} small>
          <ZoomIn className="size-4" aria-hidden="true" />
        </IconButton>
        <IconButton label="Fit" hint="Show all of it (0)" onClick={() => setZoom('fit')} small>
          <Maximize className="size-4" aria-hidden="true" />
        </IconButton>
        <IconButton label="Copy picture" onClick={copy} small>
          {said === 'copied' ? <Check className="size-4" aria-hidden="true" /> : <Copy className="size-4" aria-hidden="true" />}
        </IconButton>
        <IconButton label="Download picture" onClick={() => saveAs(fileName, picture.bytes)} small>
          <Download className="size-4" aria-hidden="true" />
        </IconButton>
      </div>
      <section
        ref={place}
        aria-label={`${name}, ${Math.round(scale * 100)} %`}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reachable by keyboard
        tabIndex={0}
        onKeyDown={onKeyDown}
        onPointerMove={drag}
        className="grid min-h-0 grow overflow-auto bg-ground p-2 -outline-offset-2"
      >
        {address && (
          <img
            src={address}
            alt={name}
            draggable={false}
            width={picture.width}
            height={picture.height}
            style={{
              width: picture.width * scale,
              height: picture.height * scale,
              imageRendering: scale > 2 ? 'pixelated' : 'auto',
            }}
            className={`m-auto max-w-none select-none ${scale > fit ? 'cursor-grab active:cursor-grabbing' : ''}`}
          />
        )}
      </section>
    </div>
  )
}

type ScaleProps = { readonly actual: boolean; readonly onChoose: () => void; readonly children: ReactNode }

function Scale({ actual, onChoose, children }: ScaleProps) {
  return (
    <button
      type="button"
      aria-label="Actual size"
      title="One pixel for each of the picture's (1)"
      aria-pressed={actual}
      onClick={onChoose}
      className="h-7 min-w-12 rounded-md px-1 text-muted text-xs tabular-nums transition-colors hover:bg-accent-soft hover:text-text max-sm:h-10"
    >
      {children}
    </button>
  )
}
