import type { CSSProperties } from 'react'
import { Scrolled } from '../ui/scrolled.tsx'

type Props = { readonly name: string; readonly html: string }

/** Code as the server sends it, where the editor stands later, in the same place and size. */
export function CodeLines({ name, html }: Props) {
  const lines = html.split('\n')
  return (
    <Scrolled label={`Code of ${name}`} className="example-code h-full bg-panel">
      <pre className="example-lines" style={{ '--digits': String(lines.length).length } as CSSProperties}>
        {lines.map((line, at) => (
          // biome-ignore lint/security/noDangerouslySetInnerHtml lint/suspicious/noArrayIndexKey: made by highlight.ts, whose spans end with their line; a line is its place
          <code key={at} dangerouslySetInnerHTML={{ __html: `${line}\n` }} />
        ))}
      </pre>
    </Scrolled>
  )
}
