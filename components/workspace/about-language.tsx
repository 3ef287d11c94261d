'use client'

import { BookOpen } from 'lucide-react'
import { useCallback, useEffect, useState } from 'react'
import type { ProfileInfo, Sample } from '../../server/protocol/profile-info.ts'
import { faultWords } from '../ui/fault-words.ts'
import { PopoverDialog } from '../ui/popover-dialog.tsx'
import { imageWords, languageName } from './language-words.ts'

type Props = {
  readonly profile: ProfileInfo
  readonly onAsk: (profileId: string) => Promise<readonly Sample[]>
  readonly onSample: (sample: Sample) => void
}

/** What a language has: its version, programs to begin with, and what they can use. */
export function AboutLanguage({ profile, onAsk, onSample }: Props) {
  const name = `Samples and libraries of ${profile.title}`
  return (
    <PopoverDialog
      widthPx={340}
      buttonLabel={name}
      buttonTitle={name}
      buttonLook="inline-flex h-7 shrink-0 items-center gap-1.5 rounded-md px-2 text-muted text-xs transition-colors hover:bg-accent-soft hover:text-text aria-expanded:bg-accent-soft aria-expanded:text-text max-sm:h-10"
      face={
        <>
          <BookOpen className="size-3.5" aria-hidden="true" />
          <span className="max-lg:hidden">Samples</span>
        </>
      }
      label={`About ${profile.title}`}
    >
      {hide => (
        <div className="flex flex-col gap-4 p-4">
          <div>
            <h3 className="font-semibold text-base">{languageName(profile)}</h3>
            <p className="text-muted text-xs">{imageWords(profile) ?? `Runs in a ${profile.box}, with no network.`}</p>
          </div>
          <Samples
            key={profile.id}
            profile={profile}
            onAsk={onAsk}
            onSample={sample => {
              hide()
              onSample(sample)
            }}
          />
          <Libraries libraries={profile.libraries} />
          <a href="/docs" target="_blank" className="font-medium text-accent underline underline-offset-2" rel="noopener">
            How all this works
          </a>
        </div>
      )}
    </PopoverDialog>
  )
}

function Samples({ profile, onAsk, onSample }: Props) {
  const [samples, setSamples] = useState<readonly Sample[] | string | null>(null)
  const { id } = profile
  const ask = useCallback(() => {
    setSamples(null)
    onAsk(id).then(setSamples, error => setSamples(faultWords(error)))
  }, [id, onAsk])
  useEffect(ask, [ask])

  return (
    <section aria-label="Samples">
      <h4 className="mb-1 font-medium text-muted text-xs">Samples</h4>
      {samples === null && <p className="py-1.5 text-muted">Loading…</p>}
      {typeof samples === 'string' && (
        <p className="py-1.5 text-muted">
          {samples}{' '}
          <button type="button" onClick={ask} className="font-semibold text-accent underline underline-offset-2">
            Try again
          </button>
        </p>
      )}
      {Array.isArray(samples) && samples.length === 0 && <p className="py-1.5 text-muted">There are none.</p>}
      {Array.isArray(samples) && (
        <ul className="-mx-2">
          {samples.map((sample: Sample) => (
            <li key={sample.title}>
              <button
                type="button"
                onClick={() => onSample(sample)}
                className="flex min-h-8 w-full items-center justify-between gap-3 rounded-md px-2 text-left -outline-offset-2 transition-colors hover:bg-accent-soft max-sm:min-h-11"
              >
                <span>{sample.title}</span>
                {sample.files.length > 1 && <span className="shrink-0 text-muted text-xs">{sample.files.length} files</span>}
              </button>
            </li>
          ))}
        </ul>
      )}
    </section>
  )
}

function Libraries({ libraries }: Pick<ProfileInfo, 'libraries'>) {
  if (libraries.length === 0) return null
  return (
    <section aria-label="Libraries">
      <h4 className="mb-1 font-medium text-muted text-xs">Libraries</h4>
      <ul className="flex flex-col gap-0.5">
        {libraries.map(({ title, version }) => (
          <li key={title} className="flex justify-between gap-3">
            <span className="min-w-0 truncate">{title}</span>
            {version && <span className="shrink-0 text-muted tabular-nums">{version}</span>}
          </li>
        ))}
      </ul>
    </section>
  )
}
