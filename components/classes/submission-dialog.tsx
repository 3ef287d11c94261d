'use client'

import { ExternalLink, MessageSquare } from 'lucide-react'
import { useEffect, useState } from 'react'
import type { HandedIn, MemberRow, OpenedSubmission } from '../../server/protocol/classes.ts'
import type { ExerciseSummary, SubmissionView } from '../../server/protocol/exercise.ts'
import { TestCard } from '../exercise/test-card.tsx'
import { TextBlock } from '../exercise/text-block.tsx'
import { privateFragment } from '../share/private-link.ts'
import { Dialog } from '../ui/dialog.tsx'
import { Fault } from '../ui/fault.tsx'
import { faultWords } from '../ui/fault-words.ts'
import { plainButton } from '../ui/looks.ts'
import { listSubmissions, type Opener, openSubmission } from './calls.ts'
import { CommentsEditor } from './comments-editor.tsx'
import { pointsWords } from './live-state.ts'
import { momentWords } from './times.ts'

type Props = { readonly opener: Opener; readonly member: MemberRow; readonly exercise: ExerciseSummary; readonly onClose: () => void }

/** What a student has handed in for an exercise, to be read and commented. */
export function SubmissionDialog({ opener, member, exercise, onClose }: Props) {
  const [list, setList] = useState<readonly HandedIn[] | null>(null)
  const [chosen, setChosen] = useState<string | null>(null)
  const [opened, setOpened] = useState<OpenedSubmission | null>(null)
  const [fault, setFault] = useState<string | null>(null)
  const attempts = member.cells.find(({ slug }) => slug === exercise.slug)?.attempts ?? 0

  // A further attempt is in the list as soon as it is told.
  // biome-ignore lint/correctness/useExhaustiveDependencies: see above
  useEffect(() => {
    let left = false
    listSubmissions(opener, member.id, exercise.slug).then(
      found => {
        if (left) return
        setList(found)
        setChosen(before => before ?? found[0]?.id ?? null)
      },
      failed => !left && setFault(faultWords(failed)),
    )
    return () => {
      left = true
    }
  }, [opener, member.id, exercise.slug, attempts])
  useEffect(() => {
    if (chosen === null) return
    let left = false
    setFault(null)
    openSubmission(opener, chosen).then(
      found => !left && setOpened(found),
      failed => !left && setFault(faultWords(failed)),
    )
    return () => {
      left = true
    }
  }, [opener, chosen])

  return (
    <Dialog title={`${member.name}: ${exercise.title}`} onClose={onClose}>
      <div className="flex flex-col gap-4 p-5">
        {list === null && fault === null && (
          <p role="status" className="text-muted">
            Loading…
          </p>
        )}
        {list?.length === 0 && <p className="text-muted">Nothing is kept of it any more.</p>}
        {list && list.length > 0 && (
          <label className="flex flex-col gap-1">
            <span className="font-medium text-muted text-xs">Attempt</span>
            <select
              value={chosen ?? ''}
              onChange={event => setChosen(event.target.value)}
              className="h-9 rounded-lg border border-line bg-panel px-2.5 max-sm:h-11"
            >
              {list.map((each, at) => (
                <option key={each.id} value={each.id}>
                  {list.length - at}: {attemptWords(each)}
                </option>
              ))}
            </select>
          </label>
        )}
        <Fault text={fault} />
        {opened && opened.submission.id === chosen && (
          <Opened key={opened.submission.id} opener={opener} opened={opened} title={exercise.title} onFault={setFault} />
        )}
      </div>
    </Dialog>
  )
}

function attemptWords({ status, points, maxPoints, createdMs, comments }: HandedIn): string {
  const result =
    status === 'pass' ? 'solved' : status === null ? 'not graded' : `${pointsWords(points ?? 0)} of ${pointsWords(maxPoints ?? 0)}`
  return `${momentWords(createdMs)}, ${result}${comments > 0 ? `, ${comments === 1 ? '1 comment' : `${comments} comments`}` : ''}`
}

type OpenedProps = {
  readonly opener: Opener
  readonly opened: OpenedSubmission
  readonly title: string
  readonly onFault: (why: string) => void
}

function Opened({ opener, opened, title, onFault }: OpenedProps) {
  const { submission, comments } = opened
  const { files, main, grading, problem } = submission
  const ordered = [...files.filter(({ name }) => name === main), ...files.filter(({ name }) => name !== main)]
  const failed = grading?.tests.filter(({ status }) => status !== 'pass') ?? []
  const passed = grading?.tests.filter(({ status }) => status === 'pass') ?? []
  const run = (): void => {
    const made = copyOf(submission, title)
    if (made.fragment === undefined) onFault(made.fault)
    else window.open(`/#${made.fragment}`, '_blank', 'noopener')
  }
  return (
    <>
      <section aria-label="Files" className="flex flex-col gap-3">
        {ordered.map(({ name, content, encoding }) => (
          <TextBlock key={name} title={name} label={`Code of ${name}`}>
            {encoding === undefined ? content : '(not text)'}
          </TextBlock>
        ))}
        <button type="button" onClick={run} className={`${plainButton} self-start`}>
          <ExternalLink className="size-4" aria-hidden="true" />
          Run a copy in your own box
        </button>
      </section>
      <section aria-labelledby="comments-heading" className="flex flex-col gap-2">
        <h3 id="comments-heading" className="flex items-center gap-2 font-semibold">
          <MessageSquare className="size-4" aria-hidden="true" />
          Comments
        </h3>
        <CommentsEditor opener={opener} submission={submission.id} first={comments} />
      </section>
      <section aria-labelledby="tests-heading" className="flex flex-col gap-2">
        <h3 id="tests-heading" className="font-semibold">
          {grading ? `${passed.length} of ${grading.tests.length} tests passed` : (problem?.detail ?? 'It is being graded.')}
        </h3>
        {grading && grading.message !== '' && (
          <TextBlock title="Why no test ran" label="Why no test ran">
            {grading.message}
          </TextBlock>
        )}
        <ul className="flex flex-col gap-2">
          {[...failed, ...passed].map((test, at) => (
            <TestCard key={test.index} test={test} open={at === 0 && test.status !== 'pass'} places={null} />
          ))}
        </ul>
      </section>
    </>
  )
}

/** The files as a private link: opened, they are a copy, and nothing of it goes to the server. */
function copyOf({ language, main, files }: SubmissionView, title: string) {
  return privateFragment({ profile: language, title, main, files: [...files], args: [], stdin: null, parent: null, recording: null })
}
