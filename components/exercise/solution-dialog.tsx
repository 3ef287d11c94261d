'use client'

import { useEffect, useState } from 'react'
import type { Solution } from '../../server/protocol/exercise.ts'
import { Dialog } from '../ui/dialog.tsx'
import { faultWords } from '../ui/fault-words.ts'
import { isBinary } from '../workspace/sources.ts'
import { useWorkspace } from '../workspace/store.ts'
import { DiffView } from './diff-view.tsx'
import { fetchSolution, refusalCode } from './grade.ts'

const LOST = 'What you have passed with is no longer kept on the server. Check again: then the solution is shown.'

type Props = {
  readonly slug: string
  readonly language: string
  /** A submission that passed; null where the solution may be looked at in any case. */
  readonly passed: string | null
  /** The server does not have the submission any more. */
  readonly onLost: (passed: string) => void
  readonly onClose: () => void
}

/** The author's solution beside what is on the page. */
export function SolutionDialog({ slug, language, passed, onLost, onClose }: Props) {
  const [solution, setSolution] = useState<Solution | string | null>(null)
  useEffect(() => {
    fetchSolution(slug, language, passed).then(setSolution, fault => {
      const lost = passed !== null && refusalCode(fault) === 'solution_closed'
      if (lost) onLost(passed)
      setSolution(lost ? LOST : faultWords(fault))
    })
  }, [slug, language, passed, onLost])
  return (
    <Dialog title="Your files and the solution" wide onClose={onClose}>
      <div className="flex flex-col gap-5 p-5">
        {solution === null && <p className="text-muted">Loading…</p>}
        {typeof solution === 'string' && <p role="alert">{solution}</p>}
        {solution !== null && typeof solution !== 'string' && <Files solution={solution} />}
      </div>
    </Dialog>
  )
}

function Files({ solution }: { readonly solution: Solution }) {
  const own = useWorkspace(state => state.sources?.files ?? [])
  return (
    <>
      <p className="text-muted">There is more than one good way. This is how the author did it; your files stay as they are.</p>
      {solution.files
        .filter(file => file.encoding === undefined)
        .map(file => {
          const mine = own.find(({ name }) => name === file.name)
          const text = mine && !isBinary(mine) ? mine.content : ''
          return (
            <section key={file.name} aria-label={file.name} className="flex flex-col gap-2">
              <h3 className="font-medium font-mono text-[13px]">{file.name}</h3>
              {text.trimEnd() === file.content.trimEnd() ? (
                <p className="text-muted">The same as yours.</p>
              ) : (
                <DiffView
                  expected={file.content}
                  got={text}
                  comparison="trimmed"
                  name={file.name}
                  sides={{ expected: 'solution', got: 'yours' }}
                />
              )}
            </section>
          )
        })}
    </>
  )
}
