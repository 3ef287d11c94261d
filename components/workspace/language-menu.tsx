'use client'

import { Check, ChevronDown, CircleAlert } from 'lucide-react'
import { type KeyboardEvent, useEffect, useId, useRef, useState } from 'react'
import type { ProfileInfo } from '../../server/protocol/profile-info.ts'
import { panelLook, usePopover } from '../ui/use-popover.ts'
import { imageWords, percent } from './language-words.ts'

type Props = {
  readonly profiles: readonly ProfileInfo[]
  readonly profile: ProfileInfo | null
  readonly disabled: boolean
  readonly onChoose: (profileId: string) => void
}

/** Letters typed within this time belong together. */
const TYPED_MS = 700

/** The languages: a list to choose from that opens below its button. The focus stays on the button, as the pattern of a select-only combobox asks for. */
export function LanguageMenu({ profiles, profile, disabled, onChoose }: Props) {
  const popover = usePopover(320)
  const listId = useId()
  const [at, setAt] = useState(0)
  const list = useRef<HTMLDivElement>(null)
  const typed = useRef({ text: '', atMs: 0 })
  const chosenAt = Math.max(
    0,
    profiles.findIndex(({ id }) => id === profile?.id),
  )
  const optionId = (index: number): string => `${listId}-${index}`
  const off = disabled || profiles.length === 0

  useEffect(() => {
    if (popover.open) list.current?.children[at]?.scrollIntoView({ block: 'nearest' })
  }, [popover.open, at])

  const choose = (index: number): void => {
    const chosen = profiles[index]
    popover.hide()
    if (chosen && chosen.id !== profile?.id) onChoose(chosen.id)
  }
  const move = (index: number): void => {
    const to = Math.max(0, Math.min(index, profiles.length - 1))
    setAt(to)
    popover.show()
  }

  const onKeyDown = (event: KeyboardEvent): void => {
    if (off || event.ctrlKey || event.metaKey) return
    const from = popover.isOpen() ? at : chosenAt
    const step = popover.isOpen() ? 1 : 0
    const to = { ArrowDown: from + step, ArrowUp: from - step, Home: 0, End: profiles.length - 1 }[event.key]
    // Any other key ends a word.
    if (event.key.length > 1) typed.current = { text: '', atMs: 0 }
    if (to !== undefined) {
      event.preventDefault()
      move(to)
    } else if (event.key === 'Enter' || event.key === ' ') {
      event.preventDefault()
      if (popover.isOpen()) choose(at)
      else move(chosenAt)
    } else if (event.key === 'Tab') popover.hide()
    else if (event.key.length === 1) typeAhead(event.key)
  }

  const typeAhead = (letter: string): void => {
    const nowMs = performance.now()
    const text = (nowMs - typed.current.atMs < TYPED_MS ? typed.current.text : '') + letter.toLowerCase()
    typed.current = { text, atMs: nowMs }
    const from = popover.isOpen() ? at : chosenAt
    // The same letter again goes to the next that begins with it.
    const wanted = [...text].every(each => each === text[0]) ? (text[0] ?? '') : text
    const first = wanted.length === 1 ? from + 1 : from
    for (let step = 0; step < profiles.length; step++) {
      const index = (first + step) % profiles.length
      if (profiles[index]?.title.toLowerCase().startsWith(wanted)) return move(index)
    }
  }

  return (
    <div className="min-w-0 shrink">
      <button
        {...popover.buttonProps}
        ref={element => {
          popover.anchor.current = element
        }}
        type="button"
        role="combobox"
        aria-label="Language"
        aria-haspopup="listbox"
        aria-expanded={popover.open}
        aria-controls={listId}
        {...(popover.open ? { 'aria-activedescendant': optionId(at) } : {})}
        disabled={off}
        onClick={() => setAt(chosenAt)}
        onKeyDown={onKeyDown}
        className="flex h-9 w-40 min-w-0 items-center gap-2 rounded-lg border border-line bg-raised pr-2.5 pl-3 text-left font-medium transition-colors hover:border-muted disabled:text-muted disabled:hover:border-line max-sm:h-10 max-sm:w-full max-sm:pr-2 max-sm:pl-2.5"
      >
        <span className="min-w-0 grow truncate">
          {profile ? profile.title : 'Loading…'}
          {profile?.version && <span className="max-sm:sr-only"> {profile.version}</span>}
        </span>
        {profile && !profile.ready && <Progress image={profile.image} />}
        <ChevronDown className="size-4 shrink-0 text-muted" aria-hidden="true" />
      </button>
      <div {...popover.panelProps} className={panelLook}>
        <div ref={list} id={listId} role="listbox" aria-label="Languages" className="p-1">
          {profiles.map((each, index) => (
            <Option
              key={each.id}
              id={optionId(index)}
              profile={each}
              chosen={each.id === profile?.id}
              reached={index === at}
              onReach={() => setAt(index)}
              onChoose={() => choose(index)}
            />
          ))}
        </div>
      </div>
    </div>
  )
}

type OptionProps = {
  readonly id: string
  readonly profile: ProfileInfo
  readonly chosen: boolean
  readonly reached: boolean
  readonly onReach: () => void
  readonly onChoose: () => void
}

function Option({ id, profile, chosen, reached, onReach, onChoose }: OptionProps) {
  const words = imageWords(profile)
  const { image } = profile
  return (
    // The keys are the button's: it has the focus.
    // biome-ignore lint/a11y/useKeyWithClickEvents: see above
    // biome-ignore lint/a11y/useFocusableInteractive: see above
    <div
      id={id}
      role="option"
      aria-selected={chosen}
      onPointerMove={onReach}
      onClick={onChoose}
      className={`flex min-h-9 cursor-pointer items-center gap-2.5 rounded-lg px-2.5 py-1.5 max-sm:min-h-11 ${reached ? 'bg-accent-soft' : ''}`}
    >
      <Check className={`size-4 shrink-0 text-accent ${chosen ? '' : 'invisible'}`} aria-hidden="true" />
      <span className="min-w-0 grow">
        <span className="flex items-baseline justify-between gap-3">
          <span className={`truncate ${chosen ? 'font-semibold' : ''}`}>{profile.title}</span>
          {profile.version && <span className="shrink-0 text-muted text-xs tabular-nums">{profile.version}</span>}
        </span>
        {words && (
          <span className={`block text-xs leading-4 ${image.name === 'failed' ? 'text-danger' : 'text-muted'}`}>
            <span className="line-clamp-2">{words}</span>
            {image.name === 'building' && (
              <span className="mt-1 block h-1 overflow-hidden rounded-full bg-line" aria-hidden="true">
                <span
                  className="block h-full rounded-full bg-accent transition-[width]"
                  style={{ width: `${Math.max(2, image.part * 100)}%` }}
                />
              </span>
            )}
          </span>
        )}
      </span>
    </div>
  )
}

function Progress({ image }: Pick<ProfileInfo, 'image'>) {
  if (image.name === 'building') return <span className="shrink-0 text-muted text-xs tabular-nums">{percent(image.part)}</span>
  if (image.name === 'failed') return <CircleAlert className="size-4 shrink-0 text-danger" aria-label="could not be built" />
  return <span className="shrink-0 text-muted text-xs">waits</span>
}
