'use client'

import { type KeyboardEvent, useEffect, useId, useRef, useState } from 'react'

type Props = {
  readonly label: string
  readonly start: string
  /** What is wrong with a name, or null. */
  readonly fault: (name: string) => string | null
  /** Told the name, or null when it is not to be. */
  readonly onDone: (name: string | null) => void
}

/** A field for a file's name, in the place of the name. Enter takes it, Escape does not. */
export function NameField({ label, start, fault, onDone }: Props) {
  const [name, setName] = useState(start)
  const [touched, setTouched] = useState(false)
  const field = useRef<HTMLInputElement>(null)
  const done = useRef(false)
  const faultId = useId()
  const wrong = touched && name !== '' ? fault(name) : null

  useEffect(() => {
    // What is most likely to be changed is chosen: the name without folder and ending.
    const dot = start.lastIndexOf('.')
    const from = start.lastIndexOf('/') + 1
    field.current?.focus()
    field.current?.setSelectionRange(from, dot > from ? dot : start.length)
  }, [start])

  const finish = (taken: string | null): void => {
    if (done.current) return
    done.current = true
    onDone(taken)
  }
  const onKeyDown = (event: KeyboardEvent): void => {
    event.stopPropagation()
    if (event.key === 'Escape') finish(null)
    if (event.key !== 'Enter') return
    setTouched(true)
    if (fault(name) === null) finish(name)
  }

  return (
    <div className="relative min-w-0 grow">
      <input
        ref={field}
        aria-label={label}
        aria-invalid={wrong !== null}
        aria-describedby={wrong ? faultId : undefined}
        value={name}
        onChange={event => {
          setName(event.target.value)
          setTouched(true)
        }}
        onKeyDown={onKeyDown}
        onBlur={() => finish(name !== start && fault(name) === null ? name : null)}
        spellCheck={false}
        autoCapitalize="off"
        autoComplete="off"
        className="h-7 w-full rounded-md border border-accent bg-panel px-1.5 text-[13px] outline-none aria-invalid:border-danger max-sm:h-10"
      />
      {wrong && (
        <p
          id={faultId}
          role="alert"
          className="absolute inset-x-0 top-full z-10 mt-1 rounded-md bg-danger-soft px-2 py-1 text-danger text-xs leading-4 shadow-md"
        >
          {wrong}
        </p>
      )}
    </div>
  )
}
