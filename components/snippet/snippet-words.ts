import type { Snippet } from '../../server/protocol/snippet.ts'

const DESCRIPTION_CHARS = 180

/** What a snippet is called; after its main file where nobody has said. */
export function snippetTitle({ title, main }: Pick<Snippet, 'title' | 'main'>): string {
  return title || main
}

/** The language and its version, as far as it is known. */
export function snippetLanguage({ version, profile }: Pick<Snippet, 'version' | 'profile'>): string {
  return version ?? profile
}

/** For those who show a link to it: the language, and how the code begins. */
export function snippetDescription(snippet: Snippet): string {
  const text = snippet.files.find(file => file.name === snippet.main)?.content ?? ''
  const code = text.slice(0, 2000).split(/\s+/).filter(Boolean).join(' ')
  const cut = code.length > DESCRIPTION_CHARS ? `${[...code].slice(0, DESCRIPTION_CHARS).join('')}…` : code
  return `${snippetLanguage(snippet)} · ${cut}`
}

/** The day, the same for all readers. */
export function dayWords(ms: number): string {
  return new Date(ms).toLocaleDateString('en', { day: 'numeric', month: 'long', year: 'numeric', timeZone: 'UTC' })
}
