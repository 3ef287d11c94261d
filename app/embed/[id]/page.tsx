import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { CodeLines } from '../../../components/embed/code-lines.tsx'
import { exampleOfSnippet } from '../../../components/embed/example.ts'
import { ExampleFrame } from '../../../components/embed/example-frame.tsx'
import { FrameMessage } from '../../../components/embed/frame-message.tsx'
import { highlightedFiles } from '../../../components/snippet/highlighted-files.ts'
import { findSnippet } from '../../s/[id]/snippet-data.ts'

export const metadata: Metadata = { title: 'Example · Glovebox', robots: { index: false } }

type Props = {
  readonly params: Promise<{ readonly id: string }>
  readonly searchParams: Promise<Readonly<Record<string, string | string[] | undefined>>>
}

export default async function Page({ params, searchParams }: Props) {
  const [{ id }, { readonly, autorun }] = await Promise.all([params, searchParams])
  const found = await findSnippet(id)
  switch (found.state) {
    case 'none':
      return notFound()
    case 'gone':
      return <FrameMessage text={found.why} />
    case 'here': {
      const [main] = await highlightedFiles(found.snippet)
      const example = exampleOfSnippet(found.snippet, readonly !== undefined)
      return (
        <ExampleFrame first={example} autorun={autorun !== undefined}>
          <CodeLines name={found.snippet.main} html={main?.html ?? ''} />
        </ExampleFrame>
      )
    }
  }
}
