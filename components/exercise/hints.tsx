'use client'

import { Lightbulb } from 'lucide-react'

export type HintHtml = { readonly title: string; readonly html: string }

type Props = { readonly hints: readonly HintHtml[]; readonly opened: number; readonly onOpen: (count: number) => void }

/** Hints, each of which is offered within the one before: they open one by one, also without scripts. */
export function Hints({ hints, opened, onOpen }: Props) {
  if (hints.length === 0) return null
  return (
    <section aria-label="Hints" className="flex flex-col">
      <Hint hints={hints} at={0} opened={opened} onOpen={onOpen} />
    </section>
  )
}

function Hint({ hints, at, opened, onOpen }: Props & { readonly at: number }) {
  const hint = hints[at]
  if (!hint) return null
  const left = hints.length - at - 1
  return (
    <details open={at < opened} onToggle={event => event.currentTarget.open && onOpen(at + 1)} className="group/hint mt-2">
      <summary className="inline-flex min-h-9 cursor-pointer list-none items-center gap-2 rounded-lg border border-line bg-raised px-3 py-1.5 font-medium transition-colors hover:border-muted max-sm:min-h-11 [&::-webkit-details-marker]:hidden">
        <Lightbulb className="size-4 shrink-0 text-warning" aria-hidden="true" />
        <span>
          Hint {at + 1} of {hints.length}
          {hint.title !== '' && `: ${hint.title}`}
        </span>
      </summary>
      {/* biome-ignore lint/security/noDangerouslySetInnerHtml: made by task-text.ts, which lets no markup of the text through */}
      <div className="task-text mt-2 border-warning border-l-2 pl-4" dangerouslySetInnerHTML={{ __html: hint.html }} />
      {left > 0 && <Hint hints={hints} at={at + 1} opened={opened} onOpen={onOpen} />}
    </details>
  )
}
