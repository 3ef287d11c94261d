import { AgentFault, type Files } from '../box/agent-frames.ts'
import type { AgentLink } from '../box/agent-link.ts'
import { exactMegabytes } from '../profiles/sources.ts'
import { fileNameFault } from '../protocol/file-name.ts'
import { FETCH_BYTES } from '../protocol/limits.ts'
import type { BoxFile, ServerMessage } from '../protocol/messages.ts'

/** Files that are being read out of the box for one session, and names that are to go with the next reset. */
const FETCHES = 4
const REMOVALS = 256

/** The files that programs have left in a session's box, as the page is told of them. */
export class BoxFiles {
  readonly #send: (message: ServerMessage) => void
  /** Names of the files that the page has sent for the last run or job. */
  #sent: ReadonlySet<string> = new Set()
  /** Names of files that are to go with the next reset. */
  readonly #removed = new Set<string>()
  #files: readonly BoxFile[] = []
  #truncated = false
  #fetching = 0

  constructor(send: (message: ServerMessage) => void) {
    this.#send = send
  }

  /** The page has sent these files into the box. */
  sent(files: readonly { readonly name: string }[]): void {
    this.#sent = new Set(files.map(file => file.name))
  }

  /** The file goes with the next reset. */
  remove(name: string): void {
    if (this.#removed.size < REMOVALS) this.#removed.add(name)
  }

  /** What of the files in the box stays with a reset. What the page has sent comes again with the next run. */
  choose({ files }: Files): Files['files'] {
    const kept = files.filter(file => !file.asPut && !isHidden(file.name) && !this.#removed.has(file.name))
    this.#removed.clear()
    return kept
  }

  /** These files are in the box now; the page is told when they are others than before. */
  keep(files: Files['files'], truncated: boolean): void {
    const before = JSON.stringify(this.#files)
    this.#files = files.map(({ name, size, modifiedMs }) => ({
      name,
      bytes: size,
      modifiedMs,
      state: this.#sent.has(name) ? 'changed' : 'written',
    }))
    this.#truncated = truncated
    if (JSON.stringify(this.#files) !== before) this.#tell()
  }

  /** The box is gone, and the files with it. */
  forget(): void {
    this.#removed.clear()
    this.keep([], false)
  }

  /** Tells a page that has just come, where there is something to tell. */
  welcome(): void {
    if (this.#files.length > 0) this.#tell()
  }

  /** Reads a file of the box for the page; `link` is null when there is no box. */
  fetch(link: AgentLink | null, request: number, name: string): void {
    const refuse = (message: string): void => this.#send({ type: 'refused', request, message })
    if (fileNameFault(name)) return refuse('That is not the name of a file.')
    if (!link) return refuse(GONE)
    if (this.#fetching >= FETCHES) return refuse('Too many files are asked for at once. Try again in a moment.')
    this.#fetching += 1
    link
      .get(name, FETCH_BYTES)
      .then(
        bytes => this.#send({ type: 'file', request, name, content: bytes.toString('base64') }),
        fault => refuse(refusal(fault)),
      )
      .finally(() => {
        this.#fetching -= 1
      })
  }

  #tell(): void {
    this.#send({ type: 'files', files: [...this.#files], truncated: this.#truncated })
  }
}

const GONE = 'The file went with its box. Run the program again to make it anew.'

function refusal(fault: unknown): string {
  if (!(fault instanceof AgentFault)) return GONE
  if (fault.code === 'too_large') return `The file is too large to be opened here: the limit is ${exactMegabytes(FETCH_BYTES)} MB.`
  if (fault.code === 'not_found') return 'The file is not there any more.'
  return 'The file cannot be read.'
}

/** Whether a list of files does not show it: start-up files of shells and interpreters above all, of which the next run must not find any. */
function isHidden(name: string): boolean {
  return name.split('/').some(part => part.startsWith('.') || part === '__pycache__')
}
