import { stringify } from 'yaml'
import { rewriteProse, rewriteReferences } from '../format/markdown.ts'
import type { MetaFile, TrackExercise } from './track-files.ts'

const SITE = 'https://exercism.org'
const TAGS = 10
const NAMES_CHARS = 480

/** The texts of an exercise's `.docs`; those that are not there are null. */
export type Docs = {
  readonly introduction: string | null
  readonly instructions: string | null
  /** Of the track, after the instructions that all tracks share. */
  readonly append: string | null
  readonly hints: string | null
}

export type TextParts = {
  readonly track: { readonly name: string; readonly slug: string }
  readonly exercise: TrackExercise
  readonly meta: MetaFile
  readonly language: string
  readonly main: string
  readonly licence: string
  readonly docs: Docs
}

/** `exercise.md` of an exercise that is carried over. */
export function exerciseText({ track, exercise, meta, language, main, licence, docs }: TextParts): string {
  const { difficulty = 1, practices, prerequisites, topics } = exercise
  const source = [meta.source, meta.source_url, `Exercism’s ${track.name} track, ${SITE}/tracks/${track.slug}/exercises/${exercise.slug}`]
  const authors = [...(meta.authors ?? []), ...(meta.contributors ?? [])]
  const matter = {
    title: exercise.name,
    language,
    main,
    difficulty: level(difficulty ?? 1),
    tags: [...new Set([...(topics ?? []), ...(practices ?? []), ...(prerequisites ?? [])])].filter(tag => tag.length <= 40).slice(0, TAGS),
    authors: short(authors.length > 0 ? authors.join(', ') : 'Exercism'),
    source: short(source.filter(Boolean).join(' · ')),
    licence,
  }
  const body = [docs.introduction, docs.instructions ?? meta.blurb, docs.append].map(text => tidy(text ?? '')).filter(text => text !== '')
  return `---\n${stringify(matter, { lineWidth: 0 })}---\n\n${body.join('\n\n')}\n${hintsOf(docs.hints)}`
}

/** As Exercism itself divides its ten. */
function level(difficulty: number): string {
  return difficulty <= 3 ? 'easy' : difficulty <= 7 ? 'medium' : 'hard'
}

function short(text: string): string {
  const line = text.replace(/\s+/g, ' ').trim()
  return line.length > NAMES_CHARS ? `${line.slice(0, NAMES_CHARS)}…` : line
}

/** A text without its heading, whose links lead somewhere, and whose pictures are links: a page loads nothing from elsewhere. */
function tidy(text: string): string {
  const bare = text
    .replaceAll('\r\n', '\n')
    .replace(/^\s*# [^\n]*\n/, '')
    .replace(/^(~{3,}|`{3,})exercism\/(\w+)\n([\s\S]*?)^\1\s*$/gm, (_, _fence, kind: string, inner: string) => toQuote(kind, inner))
    .trim()
  const shown = rewriteProse(bare, part => part.replace(/!(\[[^\]]*\][([])/g, '$1').replace(/<img\b[^>]*>/gi, ''))
  return rewriteReferences(shown, (_, target) => {
    if (/^(?:https?:\/\/|mailto:|#)/i.test(target)) return target
    return target.startsWith('/') ? `${SITE}${target}` : SITE
  })
}

function toQuote(kind: string, inner: string): string {
  const title = `**${kind.slice(0, 1).toUpperCase()}${kind.slice(1)}**`
  return [title, '', ...inner.trim().split('\n')].map(line => `> ${line}`.trimEnd()).join('\n')
}

/** Each part of Exercism’s hints is a hint here. */
function hintsOf(text: string | null): string {
  if (text === null) return ''
  const [, ...parts] = `\n${tidy(text)}`.split(/\n## /)
  return parts
    .slice(0, 12)
    .map(part => {
      const [title = '', ...lines] = part.split('\n')
      return `\n## Hint: ${title.trim()}\n\n${lines.join('\n').trim()}\n`
    })
    .join('')
}
