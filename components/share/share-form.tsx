'use client'

import { FileArchive, FileCode, Link2, LoaderCircle, LockKeyhole } from 'lucide-react'
import { useId, useState } from 'react'
import { exitWords } from '../../server/protocol/exit-words.ts'
import { type Recording, TITLE_LENGTH } from '../../server/protocol/snippet.ts'
import { Fault } from '../ui/fault.tsx'
import { faultWords } from '../ui/fault-words.ts'
import { plainButton, primaryButton, textField } from '../ui/looks.ts'
import { sizeWords, textBytes } from '../workspace/bytes.ts'
import { saveAs } from '../workspace/download.ts'
import { languageName } from '../workspace/language-words.ts'
import type { SessionLink } from '../workspace/session-link.ts'
import { chosenProfile, type WorkspaceState, workspaceStore } from '../workspace/store.ts'
import { archiveName } from './archive-name.ts'
import { CopyButton } from './copy-button.tsx'
import { addShare } from './history.ts'
import { privateFragment } from './private-link.ts'
import { shareSnippet } from './share-calls.ts'
import { contentOf } from './shared-content.ts'
import { SharedLink } from './shared-link.tsx'
import { snippetPath } from './snippet-address.ts'
import { snippetMarkdown } from './snippet-markdown.ts'

/** A title, what goes with the files, and the ways to pass them on. */
export function ShareForm({ link }: { readonly link: SessionLink }) {
  const id = useId()
  // The dialog is modal: what the page shows stays as it was when it was opened.
  const [state] = useState(() => workspaceStore.getState())
  const [output] = useState(() => lastOutput(link, state))
  const [title, setTitle] = useState(state.opened?.content.title ?? '')
  const [withOutput, setWithOutput] = useState(output !== null && !output.old)
  const [busy, setBusy] = useState(false)
  const [fault, setFault] = useState<string | null>(null)
  const [shared, setShared] = useState<string | null>(null)

  /** What is shared now. Throws a sentence where it cannot be. */
  const content = (recording: Recording | null) => {
    const { sources, sourcesOf, settings, opened } = state
    if (!sources || !sourcesOf) throw new Error('The files are still being loaded. Please try again in a moment.')
    const made = contentOf({ profile: sourcesOf, sources, settings, origin: opened }, { title, recording })
    if (!made.content) throw new Error(made.fault)
    return made.content
  }
  const tell = (error: unknown): void => setFault(faultWords(error))

  const share = async (): Promise<void> => {
    if (busy) return
    setBusy(true)
    setFault(null)
    try {
      const what = content(withOutput ? (output?.recording ?? null) : null)
      const { id: sharedId, deletionKey } = await shareSnippet(what)
      const profile = chosenProfile(state)
      const language = profile ? languageName(profile) : what.profile
      const entry = { id: sharedId, title: what.title, language, createdMs: Date.now(), deletionKeys: [deletionKey] }
      if (!addShare(entry)) setFault('This browser keeps nothing, so the snippet cannot be deleted from here later.')
      setShared(new URL(snippetPath(sharedId), location.href).href)
    } catch (error) {
      tell(error)
    } finally {
      setBusy(false)
    }
  }

  const privateLink = (): string => {
    setFault(null)
    const { fragment, fault: tooLong } = privateFragment(content(null))
    if (fragment === undefined) throw new Error(tooLong)
    return new URL(`/#${fragment}`, location.href).href
  }
  const markdown = (): string => {
    setFault(null)
    return snippetMarkdown(content(null), shared)
  }
  const zip = async (): Promise<void> => {
    setFault(null)
    try {
      const { files, profile } = content(null)
      const { zipOf } = await import('../workspace/zip.ts')
      saveAs(`${archiveName(title) || profile}.zip`, zipOf(files))
    } catch (error) {
      tell(error)
    }
  }

  const { opened, sources } = state
  return (
    <div className="flex flex-col gap-5 p-5">
      <form
        className="flex flex-col gap-4"
        onSubmit={event => {
          event.preventDefault()
          void share()
        }}
      >
        <div className="flex flex-col gap-1.5">
          <label htmlFor={`${id}-title`} className="font-medium">
            Title
          </label>
          <input
            id={`${id}-title`}
            value={title}
            maxLength={TITLE_LENGTH}
            readOnly={busy}
            onChange={event => {
              setTitle(event.target.value)
              setShared(null)
            }}
            placeholder="What it shows, in a few words"
            autoComplete="off"
            className={textField}
          />
        </div>
        <label className="flex items-start gap-2.5 max-sm:min-h-11">
          <input
            type="checkbox"
            checked={withOutput}
            disabled={output === null || busy}
            onChange={event => {
              setWithOutput(event.target.checked)
              setShared(null)
            }}
            className="mt-0.5 size-4 shrink-0 accent-accent"
          />
          <span>
            With the last output
            <span className="block text-muted text-xs">{output?.words ?? 'Run the program, and what it prints can be shared too.'}</span>
          </span>
        </label>
        {shared === null ? (
          <button type="submit" disabled={busy} aria-busy={busy} className={`${primaryButton} w-full`}>
            {busy ? <LoaderCircle className="size-4 animate-spin" aria-hidden="true" /> : <Link2 className="size-4" aria-hidden="true" />}
            {busy ? 'Creating the link…' : 'Create link'}
          </button>
        ) : (
          <SharedLink address={shared} onFault={setFault} />
        )}
        <Fault text={fault} />
        <p className="text-muted text-xs">
          {(sources?.files.length ?? 0) > 1 ? `All ${sources?.files.length} files` : 'The file'}, arguments and input are on a page that
          everybody with the link can read. It never changes; you can delete it from this browser.
          {opened?.id && (
            <>
              {' '}
              It will name{' '}
              <a href={snippetPath(opened.id)} className="font-medium text-accent underline underline-offset-2">
                what you have made it from
              </a>
              .
            </>
          )}
        </p>
      </form>
      <section aria-label="Other ways" className="flex flex-col gap-2.5 border-line border-t pt-4">
        <h3 className="font-medium">Other ways</h3>
        <div className="flex flex-wrap gap-2">
          <CopyButton label="Copy private link" icon={LockKeyhole} text={privateLink} look={plainButton} onFault={setFault} />
          <CopyButton label="Copy as Markdown" icon={FileCode} text={markdown} look={plainButton} onFault={setFault} />
          <button type="button" onClick={() => void zip()} className={plainButton}>
            <FileArchive className="size-4" aria-hidden="true" />
            Download zip
          </button>
        </div>
        <p className="text-muted text-xs">
          A private link holds everything in itself, without the output. Nothing is stored on the server.
        </p>
      </section>
    </div>
  )
}

type Output = { readonly recording: Recording; readonly old: boolean; readonly words: string }

/** The last run's output, where it is one of the language on the page. */
function lastOutput({ recorder }: SessionLink, { sources, sourcesOf }: WorkspaceState): Output | null {
  const { recording, of } = recorder
  if (!recording || (of.profile !== undefined && of.profile !== sourcesOf)) return null
  const old = of.files !== sources?.files
  const size = sizeWords(recording.events.reduce((sum, [, text]) => sum + textBytes(text), 0))
  const parts = [exitWords(recording.report).text, recording.truncated ? `the first ${size}` : size]
  return { recording, old, words: `${old ? 'It may be from before your last change. ' : ''}${parts.join(' · ')}` }
}
