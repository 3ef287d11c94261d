import '../docs.css'
import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { cache } from 'react'
import { type DocPage, findDocPage } from '../../../components/docs/doc-pages.ts'
import { DocsPage } from '../../../components/docs/docs-page.tsx'
import { keepRendered } from '../../../components/docs/rendered.ts'
import { apiText } from '../api-text.ts'
import { TEXTS } from '../texts.ts'

type Props = { readonly params: Promise<{ readonly slug?: readonly string[] }> }

const render = keepRendered(TEXTS, apiText)

const findPage = cache(async (params: Props['params']): Promise<DocPage> => {
  const { slug = [] } = await params
  return findDocPage(slug.join('/')) ?? notFound()
})

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const page = await findPage(params)
  const { description } = await render(page)
  return { title: `${page.title} · Glovebox documentation`, description }
}

export default async function Page({ params }: Props) {
  const page = await findPage(params)
  return <DocsPage page={page} doc={await render(page)} />
}
