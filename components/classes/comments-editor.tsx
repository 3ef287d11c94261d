'use client'

import { Trash2 } from 'lucide-react'
import { type FormEvent, useId, useState } from 'react'
import { COMMENT_LENGTH, type Comment } from '../../server/protocol/classes.ts'
import { Fault } from '../ui/fault.tsx'
import { faultWords } from '../ui/fault-words.ts'
import { IconButton } from '../ui/icon-button.tsx'
import { primaryButton } from '../ui/looks.ts'
import { saveComment, savedComment } from '../workspace/saved.ts'
import { addComment, deleteComment, type Opener } from './calls.ts'
import { momentWords } from './times.ts'

type Props = { readonly opener: Opener; readonly submission: string; readonly first: readonly Comment[] }

/** What the teacher says of a submission. The student sees it beside the exercise. */
export function CommentsEditor({ opener, submission, first }: Props) {
  const [comments, setComments] = useState(first)
  const [text, setText] = useState(() => savedComment(submission))
  const [busy, setBusy] = useState(false)
  const [fault, setFault] = useState<string | null>(null)
  const fieldId = useId()

  const write = (changed: string): void => {
    setText(changed)
    saveComment(submission, changed)
  }
  const attempt = async (work: () => Promise<void>): Promise<void> => {
    setBusy(true)
    setFault(null)
    await work().catch(failed => setFault(faultWords(failed)))
    setBusy(false)
  }
  const add = (event: FormEvent): void => {
    event.preventDefault()
    void attempt(async () => {
      const added = await addComment(opener, submission, text)
      setComments(before => [...before, added])
      write('')
    })
  }
  const remove = (comment: Comment) =>
    attempt(async () => {
      await deleteComment(opener, comment)
      setComments(before => before.filter(({ id }) => id !== comment.id))
    })

  return (
    <div className="flex flex-col gap-2">
      {comments.length > 0 && (
        <ul aria-label="Comments" className="flex flex-col gap-2">
          {comments.map(comment => (
            <li key={comment.id} className="flex items-start gap-2 rounded-lg bg-accent-soft py-2 pr-2 pl-3">
              <div className="min-w-0 grow">
                <p className="wrap-anywhere whitespace-pre-wrap">{comment.text}</p>
                <p className="text-muted text-xs">{momentWords(comment.createdMs)}</p>
              </div>
              <IconButton label="Delete the comment" onClick={() => void remove(comment)} small>
                <Trash2 className="size-4" aria-hidden="true" />
              </IconButton>
            </li>
          ))}
        </ul>
      )}
      <form onSubmit={add} className="flex flex-col gap-2">
        <label htmlFor={fieldId} className="sr-only">
          A comment for the student
        </label>
        <textarea
          id={fieldId}
          rows={3}
          maxLength={COMMENT_LENGTH}
          value={text}
          placeholder="A comment for the student"
          onChange={event => write(event.target.value)}
          className="w-full resize-y rounded-lg border border-line bg-panel px-2.5 py-2 placeholder:text-muted hover:border-muted"
        />
        <Fault text={fault} />
        <button type="submit" disabled={busy || text.trim() === ''} className={`${primaryButton} self-start`}>
          {busy ? 'Sending…' : 'Comment'}
        </button>
      </form>
    </div>
  )
}
