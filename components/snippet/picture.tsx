import type { CSSProperties, ReactElement } from 'react'
import type { Snippet } from '../../server/protocol/snippet.ts'
import { colouredLines, type Piece } from './highlight.ts'
import { drawnTitle, firstLines, lineColumns, lineSegments, type Segment } from './picture-lines.ts'
import { PICTURE_HEIGHT, PICTURE_WIDTH } from './picture-size.ts'
import { snippetLanguage, snippetTitle } from './snippet-words.ts'

const HIGHLIGHT_MS = 500

/** The dark ones of app/globals.css, for what knows no style sheet. */
const COLOURS = {
  ground: '#0b100f',
  panel: '#101716',
  line: '#26312f',
  text: '#e7efec',
  muted: '#95a5a0',
  accent: '#4fd1bd',
  accentSoft: '#14302b',
} as const
const CODE_COLOURS: Readonly<Record<string, string>> = {
  'code-keyword': '#5fd6c3',
  'code-string': '#e8b978',
  'code-number': '#d6a4e0',
  'code-comment': '#83948f',
  'code-type': '#8fbcf2',
}

/** The worker's fonts, each asked where those before it have no such sign. */
const TITLE_FONTS = 'Title, Title Ext, Title Cyrillic, Title Greek, Signs'
const CODE_FONTS = 'Code, Code Ext, Code Cyrillic, Code Greek, Signs'
/** All letters of the code's fonts are as wide, in parts of their height. */
const CELL = 0.6

const MARGIN = 60
const CODE_TOP = 226
const CODE_LEFT = MARGIN + 36
const CODE_WIDTH = PICTURE_WIDTH - 2 * CODE_LEFT
const CODE_HEIGHT = PICTURE_HEIGHT - CODE_TOP
/** Sizes of code, in pixels: short programs are shown large. */
const SIZES = [
  { fontPx: 48, linePx: 68 },
  { fontPx: 36, linePx: 52 },
  { fontPx: 30, linePx: 43 },
  { fontPx: 24, linePx: 34 },
] as const
const SMALLEST = SIZES[3]
const MOST_LINES = Math.ceil(CODE_HEIGHT / SMALLEST.linePx)

/** A snippet as those who show a link to it see it: what it is called, its language, and how its code begins. */
export async function snippetPicture(snippet: Snippet): Promise<ReactElement> {
  const main = snippet.files.find(file => file.name === snippet.main)
  const { lines, more } = firstLines(main && main.encoding === undefined ? main.content : '', MOST_LINES)
  const code = await colouredLines(snippet.main, lines.join('\n'), { leftMs: HIGHLIGHT_MS })
  const title = drawnTitle(snippetTitle(snippet)) ?? drawnTitle(snippet.main) ?? 'Snippet'
  return (
    <div style={{ ...place(0, 0, PICTURE_WIDTH, PICTURE_HEIGHT), backgroundColor: COLOURS.ground, color: COLOURS.text }}>
      {mark()}
      <div style={{ ...place(MARGIN + 56, 44, 300, 44), alignItems: 'center', fontFamily: TITLE_FONTS, fontSize: 28 }}>Glovebox</div>
      <div style={{ ...place(PICTURE_WIDTH / 2, 44, PICTURE_WIDTH / 2 - MARGIN, 44), alignItems: 'center', justifyContent: 'flex-end' }}>
        <div style={{ ...oneLine, ...chip, maxWidth: PICTURE_WIDTH / 2 - MARGIN }}>{drawnTitle(snippetLanguage(snippet)) ?? ''}</div>
      </div>
      <div style={{ ...place(MARGIN, 112, PICTURE_WIDTH - 2 * MARGIN, 64), ...oneLine, ...heading }}>{title}</div>
      <div style={{ ...place(MARGIN, 198, PICTURE_WIDTH - 2 * MARGIN, PICTURE_HEIGHT), ...panel }} />
      {codeLines(code)}
      {more && <div style={{ ...place(MARGIN + 1, PICTURE_HEIGHT - 96, PICTURE_WIDTH - 2 * MARGIN - 2, 96), backgroundImage: FADE }} />}
    </div>
  )
}

const FADE = `linear-gradient(to bottom, ${COLOURS.panel}00, ${COLOURS.panel})`
const oneLine: CSSProperties = { display: 'block', overflow: 'hidden', whiteSpace: 'nowrap', textOverflow: 'ellipsis' }
const heading: CSSProperties = { fontFamily: TITLE_FONTS, fontSize: 50, letterSpacing: -1 }
const chip: CSSProperties = {
  padding: '6px 18px',
  borderRadius: 12,
  backgroundColor: COLOURS.accentSoft,
  color: COLOURS.text,
  fontFamily: TITLE_FONTS,
  fontSize: 24,
}
const panel: CSSProperties = { borderRadius: 20, border: `1px solid ${COLOURS.line}`, backgroundColor: COLOURS.panel }

function place(left: number, top: number, width: number, height: number): CSSProperties {
  return { position: 'absolute', display: 'flex', left, top, width, height }
}

/** As components/ui/mark.tsx draws it. */
function mark(): ReactElement {
  return (
    <svg viewBox="0 0 32 32" width="44" height="44" style={{ position: 'absolute', left: MARGIN, top: 44 }} aria-hidden="true">
      <rect x="2" y="4" width="28" height="24" rx="6" fill={COLOURS.accent} />
      <circle cx="10.5" cy="17" r="4.5" fill={COLOURS.panel} />
      <circle cx="21.5" cy="17" r="4.5" fill={COLOURS.panel} />
      <path d="M8 9.5h16" stroke={COLOURS.panel} strokeWidth="2" strokeLinecap="round" opacity="0.6" />
    </svg>
  )
}

type Size = { readonly fontPx: number; readonly linePx: number }

function codeLines(lines: readonly (readonly Piece[])[]): readonly ReactElement[] {
  const size = SIZES.find(each => fits(lines, each)) ?? SMALLEST
  return lines.flatMap((line, row) => lineSegments(line, columnsOf(size)).map(segment => drawn(segment, row, size)))
}

/** Whether all is seen in this size, but for lines that are cut in every size. */
function fits(lines: readonly (readonly Piece[])[], size: Size): boolean {
  const columns = lines.map(lineColumns).filter(each => each <= columnsOf(SMALLEST))
  return (lines.length + 0.5) * size.linePx <= CODE_HEIGHT && columns.every(each => each <= columnsOf(size))
}

function columnsOf({ fontPx }: Size): number {
  return Math.floor(CODE_WIDTH / (fontPx * CELL))
}

function drawn({ column, cells, text, look }: Segment, row: number, { fontPx, linePx }: Size): ReactElement {
  const left = CODE_LEFT + column * fontPx * CELL
  const top = CODE_TOP + row * linePx
  const width = cells * fontPx * CELL
  const key = `${row}:${column}`
  const color = CODE_COLOURS[look ?? ''] ?? COLOURS.text
  if (text === null) {
    const bar = place(left + 2, top + (linePx - fontPx * 0.7) / 2, width - 4, fontPx * 0.7)
    return <div key={key} style={{ ...bar, borderRadius: fontPx / 6, backgroundColor: color, opacity: 0.3 }} />
  }
  // A little wider than its letters, which must not go over to a second line.
  const letters = place(left, top, width + fontPx, linePx)
  return (
    <div key={key} style={{ ...letters, alignItems: 'center', fontFamily: CODE_FONTS, fontSize: fontPx, whiteSpace: 'pre', color }}>
      {text}
    </div>
  )
}
