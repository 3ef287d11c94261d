import type { SnippetContent } from '../../server/protocol/snippet.ts'
import { privateFragment } from '../share/private-link.ts'

/** What the line that opens a code block says of it: a language, a file's name where it has one, and `run` where it is a program to be tried. */
export type CodeInfo = {
  readonly language: string
  readonly name: string | null
  readonly run: boolean
}

export function readCodeInfo(line: string): CodeInfo {
  const [language = '', ...words] = line.trim().split(/\s+/)
  return { language, name: words.find(word => word !== 'run') ?? null, run: words.includes('run') }
}

/** What tells the block's colours: a name that ends as its language's files do. */
export function codeName({ language, name }: CodeInfo): string {
  return name ?? `code.${language}`
}

/** Where a program of the documentation is opened to be run. */
export function runAddress({ language, name }: CodeInfo, code: string): string {
  const main = codeName({ language, name, run: true })
  const content: SnippetContent = {
    profile: language,
    title: '',
    main,
    files: [{ name: main, content: `${code}\n` }],
    args: [],
    stdin: null,
    parent: null,
    recording: null,
  }
  const { fragment, fault } = privateFragment(content)
  if (fragment === undefined) throw new Error(fault)
  return `/#${fragment}`
}
