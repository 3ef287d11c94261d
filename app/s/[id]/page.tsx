import type { Metadata } from 'next'
import { headers } from 'next/headers'
import { notFound } from 'next/navigation'
import { highlightedFiles } from '../../../components/snippet/highlighted-files.ts'
import { origin } from '../../../components/snippet/origin.ts'
import { PICTURE_HEIGHT, PICTURE_WIDTH } from '../../../components/snippet/picture-size.ts'
import { reportLink } from '../../../components/snippet/report-link.ts'
import { SnippetPage } from '../../../components/snippet/snippet-page.tsx'
import { pictureWords, snippetDescription, snippetTitle } from '../../../components/snippet/snippet-words.ts'
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
  const own = origin(await headers())
  const picture = {
    url: `${own}/s/${id}/picture.png`,
    type: 'image/png',
    width: PICTURE_WIDTH,
    height: PICTURE_HEIGHT,
    alt: pictureWords(found.snippet),
  }
  return {
    title: `${title} · Glovebox`,
    description,
    // How other sites find out what to show for a link to it (https://oembed.com).
    alternates: { types: { 'application/json+oembed': `${own}/oembed?url=${encodeURIComponent(`${own}/s/${id}`)}&format=json` } },
    robots,
    openGraph: { type: 'article', siteName: 'Glovebox', title, description, images: picture },
    twitter: { card: 'summary_large_image', title, description, images: picture },
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
      return (
        <SnippetPage
          snippet={found.snippet}
          files={await highlightedFiles(found.snippet)}
          report={reportLink(process.env.GLOVEBOX_REPORT_TO ?? '', `${origin(await headers())}/s/${id}`)}
        />
      )
  }
}
