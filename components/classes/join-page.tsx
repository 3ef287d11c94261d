'use client'

import '../workspace/no-eval.ts'
import { ArrowRight } from 'lucide-react'
import { type FormEvent, useCallback, useEffect, useState } from 'react'
import { type Joined, MEMBER_NAME_LENGTH, Secret } from '../../server/protocol/classes.ts'
import { chooseMember, memberToken } from '../exercise/member.ts'
import { Fault } from '../ui/fault.tsx'
import { faultWords } from '../ui/fault-words.ts'
import { plainButton, primaryButton, textField } from '../ui/looks.ts'
import { isTouched } from '../ui/touched.ts'
import { useEarlyFields } from '../ui/use-early-fields.ts'
import { comeBack, fetchMembership, joinClass, Refusal } from './calls.ts'
import { forgetMembership, forgetReturn, keepMembership, memberships, type OwnMembership, type Return, returnBy } from './memberships.ts'

/** Joins a class by its code and a name; or by a personal link, on another device. */
export function JoinPage({ code: given }: { readonly code: string }) {
  const [own, setOwn] = useState<readonly OwnMembership[]>([])
  const [other, setOther] = useState<Other | null>(null)
  const [code, setCode] = useState(given)
  const [name, setName] = useState('')
  const [busy, setBusy] = useState(false)
  const [fault, setFault] = useState<string | null>(null)
  /** A personal link that is not used yet. */
  const [back, setBack] = useState<Return | null>(null)
  const form = useEarlyFields(early => {
    setCode(shown => early.code?.toUpperCase() ?? shown)
    setName(shown => early.name ?? shown)
  })

  const enter = useCallback(async (work: () => Promise<Joined>): Promise<void> => {
    setBusy(true)
    setFault(null)
    try {
      const joined = await work()
      if (!chooseMember(joined.token, joined.member) || !keepMembership(joined))
        throw new Error(
          'You have joined, but this browser keeps nothing: leave the private window, and ask your teacher for a personal link.',
        )
      location.assign('/exercises')
    } catch (failed) {
      setFault(faultWords(failed))
      setBusy(false)
    }
  }, [])

  const enterAgain = useCallback(
    (link: Return): Promise<void> =>
      enter(async () => {
        setBack(link)
        const spend = (): void => {
          setBack(null)
          forgetReturn()
          history.replaceState(history.state, '', location.pathname)
        }
        try {
          const joined = await comeBack(link)
          spend()
          return joined
        } catch (failed) {
          if (failed instanceof Refusal && failed.code === 'not_found') spend()
          throw failed
        }
      }),
    [enter],
  )

  useEffect(() => {
    setOwn(memberships())
    let left = false
    void readOther().then(found => {
      if (left) return
      setOther(found)
      setOwn(memberships())
    })
    return () => {
      left = true
    }
  }, [])
  useEffect(() => {
    const key = Secret.safeParse(/^#back=(.*)$/.exec(location.hash)?.[1]).data
    if (key !== undefined) void enterAgain(returnBy(key))
    // A class is waiting: what is left to type is typed at once.
    else if (!isTouched()) form.current?.querySelector<HTMLInputElement>('input:invalid')?.focus()
  }, [enterAgain, form])

  const join = (event: FormEvent): void => {
    event.preventDefault()
    setBack(null)
    void enter(() => joinClass(code, name))
  }

  return (
    <>
      <div className="flex flex-col gap-1.5">
        <h1 className="font-semibold text-[32px] leading-10 tracking-tight">Join a class</h1>
        <p className="text-base text-muted">With the code that your teacher shows you. You need no account.</p>
      </div>
      {back && (
        <section aria-label="Your personal link" className="flex flex-col gap-3 rounded-xl border border-accent bg-accent-soft p-5">
          <p>{busy ? 'Your personal link is being used…' : 'Your personal link could not be used yet. It stays good until it is.'}</p>
          <Fault text={fault} />
          <button type="button" disabled={busy} onClick={() => void enterAgain(back)} className={`${primaryButton} self-start`}>
            Try again
          </button>
        </section>
      )}
      <form ref={form} onSubmit={join} className="flex flex-col gap-4 rounded-xl border border-line bg-panel p-5">
        <label className="flex flex-col gap-1.5">
          <span className="font-semibold">Code</span>
          <input
            name="code"
            value={code}
            required
            maxLength={32}
            autoComplete="off"
            autoCapitalize="characters"
            spellCheck={false}
            onChange={event => setCode(event.target.value.toUpperCase())}
            className={`${textField} font-mono text-lg tracking-[0.15em]`}
          />
        </label>
        <label className="flex flex-col gap-1.5">
          <span className="font-semibold">Your name</span>
          <input
            name="name"
            value={name}
            required
            maxLength={MEMBER_NAME_LENGTH}
            autoComplete="name"
            onChange={event => setName(event.target.value)}
            className={textField}
          />
          <span className="text-muted text-xs">Your teacher sees it, and what you hand in. The others in the class do not.</span>
        </label>
        {!back && <Fault text={fault} />}
        <button type="submit" disabled={busy || code.trim() === '' || name.trim() === ''} className={`${primaryButton} self-start`}>
          {busy ? 'Joining…' : 'Join'}
        </button>
      </form>
      {(own.length > 0 || other) && (
        <section aria-labelledby="joined" className="flex flex-col gap-3">
          <h2 id="joined" className="font-semibold">
            Your classes in this browser
          </h2>
          <ul className="divide-y divide-line overflow-hidden rounded-xl border border-line bg-panel">
            {other && (
              <Row
                membership={other}
                mayGoOn={other.isKnown}
                wayBack="To come back, open an exercise from your course again."
                onLeave={() => setOther(null)}
              />
            )}
            {own.map(each => (
              <Row
                key={each.class}
                membership={each}
                mayGoOn
                wayBack="To come back you need a personal link of your teacher."
                onLeave={() => {
                  forgetMembership(each.class)
                  setOwn(memberships())
                }}
              />
            ))}
          </ul>
        </section>
      )}
      <p className="text-muted">
        Are you a teacher?{' '}
        <a href="/classes" className="font-medium text-accent underline underline-offset-2">
          Classes
        </a>
      </p>
    </>
  )
}

type RowMembership = Pick<OwnMembership, 'title' | 'member' | 'name' | 'token'>

/** Whom this browser is known as, where it has not joined by this page: a course system made it so. */
type Other = RowMembership & { readonly isKnown: boolean }

async function readOther(): Promise<Other | null> {
  const token = memberToken()
  if (token === null || memberships().some(own => own.token === token)) return null
  try {
    const { class: its, member, name } = await fetchMembership(token)
    // Who came by a personal link before, and by a course since: what the link gave is worth nothing any more.
    if (memberships().some(own => own.member === member) && keepMembership({ class: its, member, name, token })) return null
    return { title: its.title, member, name, token, isKnown: true }
  } catch (failed) {
    const isGone = failed instanceof Refusal && failed.code === 'bad_key'
    const title = isGone ? 'A class that no longer knows this browser' : 'A class that cannot be asked right now'
    return { title, member: null, name: faultWords(failed), token, isKnown: false }
  }
}

type RowProps = {
  readonly membership: RowMembership
  readonly mayGoOn: boolean
  readonly wayBack: string
  readonly onLeave: () => void
}

function Row({ membership: { title, member, name, token }, mayGoOn, wayBack, onLeave }: RowProps) {
  const [asked, setAsked] = useState(false)
  const leave = (): void => {
    if (memberToken() === token) chooseMember(null)
    onLeave()
  }
  return (
    <li className="flex min-h-14 flex-wrap items-center gap-2 px-4 py-2">
      <span className="min-w-0 grow">
        <span className="wrap-anywhere block font-medium">{title}</span>
        <span className="wrap-anywhere block text-muted text-xs">{asked ? wayBack : name}</span>
      </span>
      {asked ? (
        <>
          <button type="button" onClick={leave} className={plainButton}>
            Leave
          </button>
          {/* biome-ignore lint/a11y/noAutofocus: the button that had the focus is gone */}
          <button type="button" autoFocus onClick={() => setAsked(false)} className={plainButton}>
            Stay
          </button>
        </>
      ) : (
        <>
          <button type="button" aria-label={`Leave ${title} on this device`} onClick={() => setAsked(true)} className={plainButton}>
            Leave
          </button>
          {mayGoOn && (
            <a href="/exercises" onClick={() => chooseMember(token, member)} className={primaryButton}>
              Go on
              <span className="sr-only"> in {title}</span>
              <ArrowRight className="size-4" aria-hidden="true" />
            </a>
          )}
        </>
      )}
    </li>
  )
}
