import type { ReactNode } from 'react'
import type { Comparison } from '../../server/protocol/exercise.ts'
import { Scrolled } from '../ui/scrolled.tsx'
import { legend, visible } from './invisible.ts'
import { type DiffRow, outputDiff, type Piece } from './output-diff.ts'

type Props = {
  readonly expected: string
  readonly got: string
  readonly comparison: Comparison | null
  readonly name: string
  /** What the two are called. */
  readonly sides?: { readonly expected: string; readonly got: string }
}

const SIDES = { expected: 'expected', got: 'got' }
const ROWS = { both: '', expected: 'bg-accent-soft', got: 'bg-danger-soft' }
const TONES = { both: '', expected: 'text-accent', got: 'text-danger' }

/** What was to be printed against what was: each line says whose it is, and what differs in it is underlined and bold. */
export function DiffView({ expected, got, comparison, name, sides = SIDES }: Props) {
  const { rows, cut } = outputDiff(expected, got, comparison)
  const shown = rows.map(row => ({ ...row, pieces: row.pieces.map((piece, at) => ({ ...piece, text: show(row, piece, at) })) }))
  const signs = legend(shown.flatMap(row => row.pieces.map(({ text }) => text)).join(''), expected + got)
  const words = { both: '', ...sides }
  const title = `${sides.expected[0]?.toUpperCase()}${sides.expected.slice(1)} and ${sides.got}`
  return (
    <div className="flex flex-col gap-1">
      <p className="font-medium text-muted text-xs">{title}</p>
      <Scrolled label={`${title} of ${name}`} className="max-h-80 rounded-lg border border-line bg-ground">
        <div className="w-max min-w-full py-1 font-mono text-[13px] leading-5 [font-variant-ligatures:none]">
          {shown.map(({ side, pieces }, at) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a line is its place
            <Line key={at} side={side} word={words[side]}>
              {pieces.map(({ text, differs }, piece) =>
                differs ? (
                  <mark
                    // biome-ignore lint/suspicious/noArrayIndexKey: a part is its place
                    key={piece}
                    className={`rounded-xs bg-transparent font-bold underline decoration-2 underline-offset-3 ${TONES[side]}`}
                  >
                    {text}
                  </mark>
                ) : (
                  text
                ),
              )}
              {pieces.every(({ text }) => text === '') && <span className="text-muted italic">(empty line)</span>}
            </Line>
          ))}
          {expected === '' && got !== '' && <Nothing side="expected" word={words.expected} />}
          {got === '' && expected !== '' && <Nothing side="got" word={words.got} />}
        </div>
      </Scrolled>
      {(signs.length > 0 || cut) && (
        <p className="text-muted text-xs">
          {[...(signs.length > 0 ? [`${signs.join(', ')}.`] : []), ...(cut ? ['This is the beginning: there is more.'] : [])].join(' ')}
        </p>
      )}
    </div>
  )
}

type LineProps = { readonly side: DiffRow['side']; readonly word: string; readonly children: ReactNode }

function Line({ side, word, children }: LineProps) {
  return (
    <div className={`flex ${ROWS[side]}`}>
      <span className="sr-only">{word === '' ? 'both' : word}: </span>
      <span
        aria-hidden="true"
        className={`w-20 shrink-0 select-none border-line border-r pr-2 text-right font-medium font-sans text-xs leading-5 ${TONES[side]}`}
      >
        {word}
      </span>
      <span className="whitespace-pre px-3">{children}</span>
    </div>
  )
}

function Nothing({ side, word }: Omit<LineProps, 'children'>) {
  return (
    <Line side={side} word={word}>
      <span className="text-muted italic">(nothing)</span>
    </Line>
  )
}

/** Where something differs everything can be seen; elsewhere, spaces at the end. */
function show({ side, pieces }: DiffRow, { text, differs }: Piece, at: number): string {
  if (side !== 'both' && differs) return visible(text, 'all')
  return at === pieces.length - 1 ? visible(text, 'last') : visible(`${text}.`, 'last').slice(0, -1)
}
