'use client'

import '../workspace/no-eval.ts'
import { KeyRound } from 'lucide-react'
import { useEffect, useMemo, useState } from 'react'
import { Empty } from '../exercise/result-view.tsx'
import { CopyButton } from '../share/copy-button.tsx'
import { Fault } from '../ui/fault.tsx'
import { plainButton, primaryButton } from '../ui/looks.ts'
import type { Opener } from './calls.ts'
import { ChooseExercises } from './choose-exercises.tsx'
import { ClassHead } from './class-head.tsx'
import { JoinPanel } from './join-panel.tsx'
import { Matrix } from './matrix.tsx'
import { MemberDialog } from './member-dialog.tsx'
import { forgetClass, keepClass, keysFor, teacherPath } from './own-classes.ts'
import { SubmissionDialog } from './submission-dialog.tsx'
import { useLive } from './use-live.ts'

type Shown =
  | { readonly name: 'nothing' }
  | { readonly name: 'choices' }
  | { readonly name: 'member'; readonly member: string }
  | { readonly name: 'work'; readonly member: string; readonly slug: string }

/** A class as its teacher sees it. */
export function ClassPage({ id }: { readonly id: string }) {
  /** Null until the browser has told. The first of them is the one that is tried. */
  const [keys, setKeys] = useState<readonly string[] | null>(null)
  const key = keys?.[0] ?? null
  const [shown, setShown] = useState<Shown>({ name: 'nothing' })
  const [fault, setFault] = useState<string | null>(null)
  const opener = useMemo<Opener | null>(() => (key === null ? null : { id, key }), [id, key])
  const state = useLive(opener)
  const isWrong = state.name === 'refused' && state.code === 'bad_key'

  useEffect(() => setKeys(keysFor(id, location.hash)), [id])
  useEffect(() => {
    if (isWrong) setKeys(before => (before && before.length > 1 ? before.slice(1) : before))
  }, [isWrong])

  const title = 'class' in state ? state.class.title : null
  useEffect(() => {
    if (title === null || key === null) return
    document.title = `${title} · Glovebox`
    // A key is kept once it has opened the class, and then it is not shown to a whole room by the address.
    if (keepClass({ id, title, key, createdMs: Date.now() })) history.replaceState(history.state, '', location.pathname)
  }, [id, title, key])
  useEffect(() => {
    if (state.name === 'deleted') forgetClass(id)
  }, [id, state.name])

  if (keys && !opener) {
    return (
      <Empty title="The teacher’s link is needed">
        <p className="text-muted">
          This browser has no key for this class. Open the whole link that was made with it: it goes on after a <code>#</code>.
        </p>
        <a href="/classes" className={primaryButton}>
          Classes
        </a>
      </Empty>
    )
  }
  switch (state.name) {
    case 'loading':
      return (
        <div role="status" aria-label="The class is loading" className="flex flex-col gap-4">
          <div className="h-10 w-64 animate-pulse rounded-lg bg-line/50" />
          <div className="h-28 animate-pulse rounded-xl bg-line/50" />
          <div className="h-64 animate-pulse rounded-xl bg-line/50" />
        </div>
      )
    case 'refused':
      return (
        <Empty title={state.forGood ? 'This class cannot be opened' : 'The class cannot be shown right now'}>
          <p className="text-muted">{state.why}</p>
          <a href="/classes" className={plainButton}>
            Classes
          </a>
        </Empty>
      )
    case 'deleted':
      return (
        <Empty title="The class is deleted">
          <p className="text-muted">Nothing is left of it on the server: neither names, nor what was handed in, nor comments.</p>
          <a href="/classes" className={primaryButton}>
            Classes
          </a>
        </Empty>
      )
  }
  if (!opener) return null
  const close = (): void => setShown({ name: 'nothing' })
  const member = 'member' in shown ? state.members.find(each => each.id === shown.member) : undefined
  const exercise = shown.name === 'work' ? state.class.exercises.find(({ slug }) => slug === shown.slug) : undefined
  return (
    <>
      <ClassHead opener={opener} state={state} onFault={setFault} onChoose={() => setShown({ name: 'choices' })} />
      <Fault text={fault} />
      <JoinPanel opener={opener} view={state.class} onFault={setFault} />
      {/* Before there is anything to lose. Later on, the link is in the menu. */}
      {state.members.length === 0 && <WayBack opener={opener} onFault={setFault} />}
      {state.class.exercises.length === 0 ? (
        <Empty title="Choose what they are to solve">
          <p className="text-muted">A whole course, sections of it, or single exercises. You can change it at any time.</p>
          <button type="button" onClick={() => setShown({ name: 'choices' })} className={primaryButton}>
            Choose exercises
          </button>
        </Empty>
      ) : state.members.length === 0 ? (
        <Empty title="Nobody has joined yet">
          <p className="text-muted">Whoever does is seen here at once, with what they are on and what they have handed in.</p>
        </Empty>
      ) : (
        <Matrix
          members={state.members}
          exercises={state.class.exercises}
          onMember={id => setShown({ name: 'member', member: id })}
          onCell={(id, slug) => setShown({ name: 'work', member: id, slug })}
        />
      )}
      {state.class.exercises.length === 0 && state.members.length > 0 && (
        <Matrix members={state.members} exercises={[]} onMember={id => setShown({ name: 'member', member: id })} onCell={() => {}} />
      )}
      {shown.name === 'choices' && <ChooseExercises opener={opener} view={state.class} onClose={close} />}
      {shown.name === 'member' && member && <MemberDialog opener={opener} member={member} code={state.class.code} onClose={close} />}
      {shown.name === 'work' && member && exercise && (
        <SubmissionDialog opener={opener} member={member} exercise={exercise} onClose={close} />
      )}
    </>
  )
}

/** Without its key nobody can open the class again, and nobody can give it to the teacher. */
function WayBack({ opener, onFault }: { readonly opener: Opener; readonly onFault: (why: string) => void }) {
  return (
    <section
      aria-label="The way back to this class"
      className="flex flex-wrap items-center justify-between gap-x-6 gap-y-3 rounded-xl bg-accent-soft p-4"
    >
      <p className="max-w-[75ch]">
        This browser has the key to the class. Keep the teacher’s link where you keep passwords: it opens the class elsewhere, and after
        this browser was emptied.
      </p>
      <CopyButton
        label="Copy the teacher’s link"
        icon={KeyRound}
        text={() => new URL(teacherPath(opener), location.href).href}
        look={plainButton}
        onFault={onFault}
      />
    </section>
  )
}
