'use client'

import { Download, EllipsisVertical, KeyRound, ListChecks, Pencil, Trash2, Wifi, WifiOff } from 'lucide-react'
import { type FormEvent, useState } from 'react'
import { CLASS_TITLE_LENGTH } from '../../server/protocol/classes.ts'
import { copyText } from '../share/clipboard.ts'
import { Dialog } from '../ui/dialog.tsx'
import { Fault } from '../ui/fault.tsx'
import { faultWords } from '../ui/fault-words.ts'
import { dangerButton, plainButton, primaryButton, textField } from '../ui/looks.ts'
import { Menu } from '../ui/menu.tsx'
import { usePopover } from '../ui/use-popover.ts'
import { saveAs } from '../workspace/download.ts'
import { changeClass, deleteClass, fetchResults, type Opener } from './calls.ts'
import { type LiveState, summaryOf } from './live-state.ts'
import { teacherPath } from './own-classes.ts'

type Props = {
  readonly opener: Opener
  readonly state: Extract<LiveState, { name: 'live' | 'lost' }>
  readonly onFault: (why: string | null) => void
  readonly onChoose: () => void
}

/** What the class is called, how far it is, and what can be done with all of it. */
export function ClassHead({ opener, state, onFault, onChoose }: Props) {
  const { class: view, members } = state
  const popover = usePopover(240)
  const [asked, setAsked] = useState<'rename' | 'delete' | null>(null)
  const [copied, setCopied] = useState(false)
  const { here, solved, toSolve } = summaryOf(members, view.exercises)

  const attempt = async (work: () => Promise<void>): Promise<void> => {
    onFault(null)
    await work().catch(failed => onFault(faultWords(failed)))
  }
  const exportTable = () =>
    attempt(async () => saveAs(`${view.title.replace(/[^\p{L}\p{N}]+/gu, '-') || 'class'}.csv`, await fetchResults(opener)))
  const copyLink = () =>
    attempt(async () => {
      if (!(await copyText(new URL(teacherPath(opener), location.href).href))) throw new Error('The browser does not let this page copy.')
      setCopied(true)
    })

  return (
    <div className="flex flex-wrap items-end justify-between gap-x-6 gap-y-3">
      <div className="flex min-w-0 flex-col gap-1.5">
        <h1 className="wrap-anywhere font-semibold text-[32px] leading-10 tracking-tight">{view.title}</h1>
        <p className="flex flex-wrap items-center gap-x-3 gap-y-1 text-muted tabular-nums">
          <span>
            {members.length === 1 ? '1 student' : `${members.length} students`}, {here} here now
          </span>
          {toSolve > 0 && (
            <span>
              {solved} of {toSolve} solved
            </span>
          )}
          <span role="status" className="inline-flex items-center gap-1.5">
            {state.name === 'live' ? (
              <Wifi className="size-3.5 text-accent" aria-hidden="true" />
            ) : (
              <WifiOff className="size-3.5 text-danger" aria-hidden="true" />
            )}
            {state.name === 'live' ? 'Live' : 'The connection was lost. Trying again…'}
          </span>
          {copied && <span role="status">The teacher’s link is copied. Whoever has it is the teacher.</span>}
        </p>
      </div>
      <div className="flex flex-wrap gap-2">
        <button type="button" onClick={onChoose} className={plainButton}>
          <ListChecks className="size-4" aria-hidden="true" />
          Choose exercises
        </button>
        <button type="button" onClick={() => void exportTable()} className={plainButton}>
          <Download className="size-4" aria-hidden="true" />
          Export CSV
        </button>
        <button
          {...popover.buttonProps}
          ref={element => {
            popover.anchor.current = element
          }}
          type="button"
          aria-label="More about this class"
          aria-haspopup="menu"
          className={plainButton}
        >
          <EllipsisVertical className="size-4" aria-hidden="true" />
        </button>
        <Menu
          popover={popover}
          label="More about this class"
          items={[
            { label: 'Copy the teacher’s link', icon: KeyRound, run: () => void copyLink() },
            { label: 'Rename', icon: Pencil, run: () => setAsked('rename') },
            { label: 'Delete the class', icon: Trash2, danger: true, run: () => setAsked('delete') },
          ]}
        />
      </div>
      {asked === 'rename' && <Rename opener={opener} title={view.title} onClose={() => setAsked(null)} />}
      {asked === 'delete' && <Delete opener={opener} title={view.title} students={members.length} onClose={() => setAsked(null)} />}
    </div>
  )
}

function Rename({ opener, title, onClose }: { readonly opener: Opener; readonly title: string; readonly onClose: () => void }) {
  const [text, setText] = useState(title)
  const [fault, setFault] = useState<string | null>(null)
  const rename = async (event: FormEvent): Promise<void> => {
    event.preventDefault()
    await changeClass(opener, { title: text }).then(onClose, failed => setFault(faultWords(failed)))
  }
  return (
    <Dialog title="Rename the class" onClose={onClose}>
      <form onSubmit={event => void rename(event)} className="flex flex-col gap-3 p-5">
        <input
          aria-label="Name of the class"
          value={text}
          maxLength={CLASS_TITLE_LENGTH}
          onChange={event => setText(event.target.value)}
          className={textField}
        />
        <Fault text={fault} />
        <button type="submit" disabled={text.trim() === ''} className={`${primaryButton} self-start`}>
          Rename
        </button>
      </form>
    </Dialog>
  )
}

type DeleteProps = { readonly opener: Opener; readonly title: string; readonly students: number; readonly onClose: () => void }

function Delete({ opener, title, students, onClose }: DeleteProps) {
  const [fault, setFault] = useState<string | null>(null)
  return (
    <Dialog title="Delete the class" onClose={onClose}>
      <div className="flex flex-col gap-3 p-5">
        <p className="wrap-anywhere">
          “{title}” and all that is kept of its {students === 1 ? 'student' : `${students} students`} goes: names, everything they have
          handed in, scores and comments. It cannot be had back. Export the results first if you need them.
        </p>
        <Fault text={fault} />
        <div className="flex gap-2">
          <button
            type="button"
            onClick={() => void deleteClass(opener).then(onClose, failed => setFault(faultWords(failed)))}
            className={dangerButton}
          >
            Delete the class
          </button>
          <button type="button" onClick={onClose} className={plainButton}>
            Keep it
          </button>
        </div>
      </div>
    </Dialog>
  )
}
