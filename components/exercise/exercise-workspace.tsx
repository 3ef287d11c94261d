'use client'

import { ClipboardCheck, LoaderCircle } from 'lucide-react'
import { type ReactNode, useCallback, useEffect, useMemo, useState } from 'react'
import type { Exercise, Grading } from '../../server/protocol/exercise.ts'
import { TeacherComments } from '../classes/comments.tsx'
import { useComments } from '../classes/use-comments.ts'
import { isLive, useWorkspace, workspaceStore } from '../workspace/store.ts'
import type { Task, WorkspaceHandles } from '../workspace/task.ts'
import { Workspace } from '../workspace/workspace.tsx'
import { AttemptsView } from './attempts-view.tsx'
import { failuresFirst, isChecking } from './check-state.ts'
import { ClassContext } from './class-context.ts'
import { ExerciseHead } from './exercise-head.tsx'
import { Forgotten } from './forgotten.tsx'
import type { HintHtml } from './hints.tsx'
import type { Place } from './lookup.ts'
import { Part } from './panel-part.tsx'
import { NARROW_VIEWS, PANEL, PanelTabs, type View } from './panel-tabs.tsx'
import { ResultView, saidOf } from './result-view.tsx'
import { SolutionDialog } from './solution-dialog.tsx'
import { startersOf } from './starters.ts'
import { TaskEnd } from './task-end.tsx'
import type { TestFileHtml } from './tests-view.tsx'
import { useCheckKey } from './use-check-key.ts'
import { useClassRecord } from './use-class-record.ts'
import { taskMark, useEarlierWork } from './use-earlier-work.ts'
import { useExercise } from './use-exercise.ts'
import { useMember } from './use-member.ts'
import { useOwner } from './use-owner.ts'

type ExercisePageData = Pick<Exercise, 'slug' | 'title' | 'inLanguages' | 'solutionShown'>

type Props = {
  readonly exercise: ExercisePageData
  readonly place: Place
  readonly hints: readonly HintHtml[]
  readonly testFiles: Readonly<Record<string, readonly TestFileHtml[]>>
  /** The task as the server has made it. */
  readonly children: ReactNode
}

/** An exercise to be solved: its task and its results beside the workspace. */
export function ExerciseWorkspace({ exercise, place, hints, testFiles, children }: Props) {
  const { slug, title, inLanguages, solutionShown } = exercise
  const [handles, setHandles] = useState<WorkspaceHandles | null>(null)
  const [view, setView] = useState<View>('task')
  const [panel, setPanel] = useState<View>('task')
  /** The submission that the solution is shown for. */
  const [comparing, setComparing] = useState<{ readonly passed: string | null } | null>(null)
  const starters = useMemo(() => startersOf({ inLanguages }), [inLanguages])
  const owner = useOwner()
  const task = useMemo<Task>(
    () => ({
      get mark() {
        return taskMark(slug, owner())
      },
      starters,
    }),
    [slug, owner, starters],
  )
  const { record: own, state, actions } = useExercise(slug, owner, starters, handles)
  useEarlierWork(slug, owner, starters, handles)
  const language = useWorkspace(known => known.sourcesOf)
  const live = useWorkspace(known => isLive(known.work))
  const none = useWorkspace(known => known.connection === 'open' && known.profiles.length === 0)
  const membership = useMember(slug)
  const member = membership.name === 'known' ? membership.member : null
  const record = useClassRecord(slug, own, member)
  const { comments, unseen, said, onSeen } = useComments(slug, own.attempts.length, membership.name === 'known')
  const checking = isChecking(state)

  const show = useCallback((next: View) => {
    setView(next)
    if (next !== 'code') setPanel(next)
  }, [])
  const { check: begin } = actions
  const check = useCallback(() => {
    show('result')
    begin()
  }, [show, begin])
  useCheckKey(check)

  // A program that runs may ask for something.
  useEffect(() => {
    if (live) setView('code')
  }, [live])
  useEffect(() => {
    if (none)
      workspaceStore.setState({
        notice: {
          tone: 'warning',
          text: `This server does not offer ${inLanguages.map(one => one.language).join(' or ')}: the task can be read, not solved.`,
        },
      })
  }, [none, inLanguages])

  // What the compiler, or a test, says about the files stands at their lines.
  const submission = state.name === 'done' ? state.submission : null
  useEffect(() => {
    const { sources, sourcesOf } = workspaceStore.getState()
    if (!handles || !sources) return
    handles.problems.report(submission && submission.language === sourcesOf ? faultsIn(submission.grading) : '', sources)
  }, [submission, handles])

  const places = useMemo(
    () =>
      handles && {
        placeIn: (line: string) => handles.problems.placeIn(line),
        go: (to: Parameters<typeof handles.problems.go>[0]) => {
          setView('code')
          handles.problems.go(to)
        },
      },
    [handles],
  )
  const passed = language === null ? null : (record.solved[language] ?? null)
  const mayCompare = language !== null && (solutionShown === 'always' || (solutionShown === 'after_pass' && passed !== null))
  const onCompare = mayCompare ? () => setComparing({ passed }) : null
  const notes = {
    ...(unseen > 0 ? { task: `${unseen} new` } : {}),
    ...(submission && submission.grading.tests.length > 0
      ? { result: `${submission.grading.tests.filter(test => test.status === 'pass').length}/${submission.grading.tests.length}` }
      : {}),
    ...(record.attempts.length > 0 ? { attempts: String(record.attempts.length) } : {}),
  }
  const inLanguage = inLanguages.find(one => one.language === language) ?? inLanguages[0]

  const body = (
    <div className="flex h-full min-h-0 flex-col bg-ground">
      <div className="flex h-9 shrink-0 items-center border-line border-b bg-panel pr-3 max-md:hidden">
        <PanelTabs label="Exercise" views={PANEL} shown={panel} notes={notes} onShow={show} className="flex grow" />
        {membership.name === 'known' && <MemberMark {...membership.member} />}
      </div>
      <p aria-live="polite" className="sr-only">
        {saidOf(state)}
      </p>
      <p aria-live="polite" className="sr-only">
        {said}
      </p>
      <div className="relative min-h-0 grow">
        <Part view="task" shown={panel}>
          {membership.name === 'forgotten' && <Forgotten className="mb-5" />}
          <TeacherComments comments={comments} onSeen={onSeen} />
          <ClassContext value={member?.progress}>{children}</ClassContext>
          <TaskEnd
            exercise={exercise}
            place={place}
            hints={hints}
            opened={record.hints}
            onOpen={actions.openHint}
            inLanguage={inLanguage}
            testFiles={(inLanguage && testFiles[inLanguage.language]) ?? []}
            onReset={actions.reset}
            onCompare={onCompare}
          />
        </Part>
        <Part view="result" shown={panel}>
          <ResultView state={state} places={places} after={place.after} onCheck={check} onCompare={onCompare} />
        </Part>
        <Part view="attempts" shown={panel}>
          <AttemptsView
            record={record}
            language={language}
            shown={state.name === 'gone' ? state.attempt.id : (submission?.id ?? null)}
            onLook={attempt => {
              show('result')
              actions.look(attempt)
            }}
            onRestore={actions.restore}
          />
        </Part>
      </div>
    </div>
  )

  return (
    <>
      <Workspace
        assignment={{
          task,
          head: <ExerciseHead title={title} place={place} />,
          tools: (
            <button
              type="button"
              onClick={check}
              // Not `disabled`: whoever pressed it by the keyboard stays on it.
              aria-disabled={checking || language === null}
              title="Check: hand in and test (Ctrl+Shift+Enter)"
              className="inline-flex h-9 shrink-0 items-center gap-2 rounded-lg border border-accent px-3.5 font-semibold text-accent transition-colors hover:bg-accent-soft aria-disabled:cursor-default aria-disabled:border-line aria-disabled:text-muted aria-disabled:hover:bg-transparent max-sm:h-10 max-sm:px-3"
            >
              {checking ? (
                <LoaderCircle className="size-4 animate-spin" aria-hidden="true" />
              ) : (
                <ClipboardCheck className="size-4" aria-hidden="true" />
              )}
              Check
              <span className="font-normal text-xs max-xl:hidden" aria-hidden="true">
                Ctrl ⇧ ↵
              </span>
            </button>
          ),
          panel: body,
          switcher: (
            <div className="shrink-0 border-line border-b bg-panel md:hidden">
              <PanelTabs label="What is shown" views={NARROW_VIEWS} shown={view} notes={notes} onShow={show} className="flex" />
            </div>
          ),
          covers: view !== 'code',
          onReady: setHandles,
        }}
      />
      {comparing && language !== null && (
        <SolutionDialog
          slug={slug}
          language={language}
          passed={comparing.passed}
          onLost={actions.lost}
          onClose={() => setComparing(null)}
        />
      )}
    </>
  )
}

/** What is said about places in the files: by the compiler, or by the first test that did not pass. */
function faultsIn({ message, tests }: Grading): string {
  const [first] = failuresFirst(tests).failed
  return [message, first?.message ?? '', first?.output ?? ''].join('\n')
}

function MemberMark({ name, title }: { readonly name: string; readonly title: string }) {
  return (
    <span className="min-w-0 truncate text-muted text-xs" title={`Your solutions are kept in the class ${title}`}>
      {name} · {title}
    </span>
  )
}
