import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { highlightedFiles } from '../../../components/snippet/highlighted-files.ts'
import { SnippetPage } from '../../../components/snippet/snippet-page.tsx'
import { snippetDescription, snippetTitle } from '../../../components/snippet/snippet-words.ts'
import { MessagePage } from '../../../components/ui/message-page.tsx'
import { findSnippet } from './snippet-data.ts'

type Props = { readonly params: Promise<{ readonly id: string }> }

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { id } = await params
  const found = await findSnippet(id)
  // What people share is for those who have the link.
  const robots = { index: false }
  if (found.state !== 'here') return { title: 'Not found · Glovebox', robots }
  const title = snippetTitle(found.snippet)
  const description = snippetDescription(found.snippet)
  return {
    title: `${title} · Glovebox`,
    description,
    robots,
    openGraph: { type: 'article', siteName: 'Glovebox', title, description },
    twitter: { card: 'summary', title, description },
  }
}

export default async function Page({ params }: Props) {
  const { id } = await params
  const found = await findSnippet(id)
  switch (found.state) {
    case 'none':
      return notFound()
    case 'gone':
      return <MessagePage title="This snippet was taken down" text={found.why} />
    case 'here':
      return <SnippetPage snippet={found.snippet} files={await highlightedFiles(found.snippet)} />
  }
}
