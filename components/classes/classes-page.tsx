'use client'

import '../workspace/no-eval.ts'
import { ArrowRight, Users } from 'lucide-react'
import { type FormEvent, useEffect, useState } from 'react'
import { CLASS_TITLE_LENGTH } from '../../server/protocol/classes.ts'
import { Fault } from '../ui/fault.tsx'
import { faultWords } from '../ui/fault-words.ts'
import { primaryButton, textField } from '../ui/looks.ts'
import { useEarlyFields } from '../ui/use-early-fields.ts'
import { makeClass } from './calls.ts'
import { keepClass, type OwnClass, ownClasses, teacherPath } from './own-classes.ts'

/** Makes a class, and leads to those that were made in this browser. */
export function ClassesPage() {
  const [own, setOwn] = useState<readonly OwnClass[] | null>(null)
  const [title, setTitle] = useState('')
  const [busy, setBusy] = useState(false)
  const [fault, setFault] = useState<string | null>(null)
  useEffect(() => setOwn(ownClasses()), [])
  const form = useEarlyFields(({ title: early = '' }) => setTitle(early))

  const make = async (event: FormEvent): Promise<void> => {
    event.preventDefault()
    setBusy(true)
    setFault(null)
    try {
      const made = await makeClass(title)
      keepClass({ id: made.id, title: made.title, key: made.key, createdMs: Date.now() })
      // With its key behind the #: where the browser keeps nothing, the link is all there is.
      location.assign(teacherPath(made))
    } catch (failed) {
      setFault(faultWords(failed))
      setBusy(false)
    }
  }

  return (
    <>
      <div className="flex flex-col gap-1.5">
        <h1 className="font-semibold text-[32px] leading-10 tracking-tight">Classes</h1>
        <p className="text-base text-muted">
          See who is on what as it happens. Students join by a code and a name: nobody needs an account, you neither.
        </p>
      </div>
      <form ref={form} onSubmit={event => void make(event)} className="flex flex-col gap-3 rounded-xl border border-line bg-panel p-5">
        <label htmlFor="class-title" className="font-semibold">
          A new class
        </label>
        <div className="flex gap-2 max-sm:flex-col">
          <input
            id="class-title"
            name="title"
            value={title}
            maxLength={CLASS_TITLE_LENGTH}
            required
            autoComplete="off"
            placeholder="Year 9, Wednesdays"
            onChange={event => setTitle(event.target.value)}
            className={textField}
          />
          <button type="submit" disabled={busy || title.trim() === ''} className={`${primaryButton} shrink-0`}>
            {busy ? 'Making it…' : 'Make the class'}
          </button>
        </div>
        <Fault text={fault} />
      </form>
      <section aria-labelledby="own-classes" className="flex flex-col gap-3">
        <h2 id="own-classes" className="font-semibold">
          Your classes in this browser
        </h2>
        {own === null ? (
          <p className="h-12 animate-pulse rounded-xl bg-line/50" aria-label="Loading" role="status" />
        ) : own.length === 0 ? (
          <p className="rounded-xl border border-line border-dashed p-5 text-muted">
            There are none yet. To open a class from another browser, use its teacher’s link.
          </p>
        ) : (
          <ul className="divide-y divide-line overflow-hidden rounded-xl border border-line bg-panel">
            {own.map(each => (
              <li key={each.id}>
                <a
                  href={`/classes/${each.id}`}
                  className="flex min-h-14 items-center gap-3 px-4 py-2 -outline-offset-2 hover:bg-accent-soft"
                >
                  <Users className="size-4.5 shrink-0 text-muted" aria-hidden="true" />
                  <span className="wrap-anywhere min-w-0 grow font-medium">{each.title}</span>
                  <time dateTime={new Date(each.createdMs).toISOString()} className="shrink-0 text-muted text-xs">
                    {new Date(each.createdMs).toLocaleDateString()}
                  </time>
                  <ArrowRight className="size-4 shrink-0 text-muted" aria-hidden="true" />
                </a>
              </li>
            ))}
          </ul>
        )}
      </section>
      <p className="text-muted">
        Are you a student?{' '}
        <a href="/join" className="font-medium text-accent underline underline-offset-2">
          Join a class
        </a>
      </p>
    </>
  )
}
