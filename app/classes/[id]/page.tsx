import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { ClassPage } from '../../../components/classes/class-page.tsx'
import { PageFrame } from '../../../components/classes/page-frame.tsx'
import { ClassId } from '../../../server/protocol/classes.ts'

export const metadata: Metadata = { title: 'Class · Glovebox', robots: { index: false } }

export default async function Page({ params }: { readonly params: Promise<{ readonly id: string }> }) {
  const id = ClassId.safeParse((await params).id)
  if (!id.success) return notFound()
  return (
    <PageFrame home={{ href: '/classes', title: 'Classes' }} wide>
      <ClassPage id={id.data} />
    </PageFrame>
  )
}
