import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { highlightedFiles } from '../../../components/snippet/highlighted-files.ts'
import { SnippetPage } from '../../../components/snippet/snippet-page.tsx'
import { snippetDescription, snippetTitle } from '../../../components/snippet/snippet-words.ts'
import { MessagePage } from '../../../components/ui/message-page.tsx'
import { ownAddress } from './own-address.ts'
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
  const own = await ownAddress()
  return {
    title: `${title} · Glovebox`,
    description,
    // How other sites find out what to show for a link to it (https://oembed.com).
    alternates: { types: { 'application/json+oembed': `${own}/oembed?url=${encodeURIComponent(`${own}/s/${id}`)}&format=json` } },
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
