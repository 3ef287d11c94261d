'use client'

import { useEffect, useState } from 'react'
import type { Choice, ClassView } from '../../server/protocol/classes.ts'
import type { ExerciseIndex } from '../../server/protocol/exercise.ts'
import { Dialog } from '../ui/dialog.tsx'
import { Fault } from '../ui/fault.tsx'
import { faultWords } from '../ui/fault-words.ts'
import { plainButton, primaryButton } from '../ui/looks.ts'
import { changeClass, fetchIndex, type Opener } from './calls.ts'
import { isChosen, isCovered, toggled } from './choices.ts'

type Props = { readonly opener: Opener; readonly view: ClassView; readonly onClose: () => void }

/** What the class is to solve: courses, sections of them, single exercises. */
export function ChooseExercises({ opener, view, onClose }: Props) {
  const [index, setIndex] = useState<ExerciseIndex | null>(null)
  const [chosen, setChosen] = useState<readonly Choice[]>(view.choices)
  const [fault, setFault] = useState<string | null>(null)
  const [busy, setBusy] = useState(false)
  useEffect(() => {
    fetchIndex().then(setIndex, failed => setFault(faultWords(failed)))
  }, [])

  const save = async (): Promise<void> => {
    setBusy(true)
    setFault(null)
    await changeClass(opener, { choices: [...chosen] }).then(onClose, failed => setFault(faultWords(failed)))
    setBusy(false)
  }
  const inCourses = new Set(index?.courses.flatMap(({ sections }) => sections.flatMap(({ exercises }) => exercises)))
  const others = index?.exercises.filter(({ slug }) => !inCourses.has(slug)) ?? []
  const titles = new Map(index?.exercises.map(({ slug, title }) => [slug, title]))
  const box = (choice: Choice, within: readonly Choice[], label: string, look: string) => {
    const covered = within.some(each => isCovered(each, chosen))
    return (
      <label
        key={JSON.stringify(choice)}
        className={`flex min-h-8 items-center gap-2.5 rounded-md px-2 hover:bg-accent-soft max-sm:min-h-11 ${look}`}
      >
        <input
          type="checkbox"
          checked={covered || isChosen(choice, chosen)}
          disabled={covered}
          onChange={() => setChosen(toggled(choice, chosen))}
          className="size-4 shrink-0 accent-(--accent)"
        />
        <span className="wrap-anywhere min-w-0">{label}</span>
      </label>
    )
  }

  return (
    <Dialog title="Choose exercises" onClose={onClose}>
      <div className="flex flex-col gap-4 p-5">
        {index === null && fault === null && (
          <p role="status" className="text-muted">
            Loading…
          </p>
        )}
        {index?.exercises.length === 0 && <p className="text-muted">This server has no exercises yet.</p>}
        {index?.courses.map(({ slug, title, sections }) => (
          <fieldset key={slug} className="flex flex-col">
            <legend className="sr-only">{title}</legend>
            {box({ course: slug }, [], title, 'font-semibold')}
            {sections.map(section => (
              <div key={section.title} className="flex flex-col pl-5">
                {box({ course: slug, section: section.title }, [{ course: slug }], section.title, 'font-medium')}
                <div className="flex flex-col pl-5">
                  {section.exercises.map(exercise =>
                    box({ exercise }, [{ course: slug }, { course: slug, section: section.title }], titles.get(exercise) ?? exercise, ''),
                  )}
                </div>
              </div>
            ))}
          </fieldset>
        ))}
        {others.length > 0 && (
          <fieldset className="flex flex-col">
            <legend className="px-2 font-semibold">{inCourses.size > 0 ? 'More exercises' : 'Exercises'}</legend>
            {others.map(({ slug, title }) => box({ exercise: slug }, [], title, ''))}
          </fieldset>
        )}
        <Fault text={fault} />
        <div className="sticky bottom-0 -mx-5 -mb-5 flex gap-2 border-line border-t bg-panel px-5 py-3">
          <button type="button" disabled={busy || index === null} onClick={() => void save()} className={primaryButton}>
            {busy ? 'Saving…' : 'Save'}
          </button>
          <button type="button" onClick={onClose} className={plainButton}>
            Cancel
          </button>
        </div>
      </div>
    </Dialog>
  )
}
