import type { Metadata } from 'next'
import { JoinPage } from '../../../components/classes/join-page.tsx'
import { PageFrame } from '../../../components/classes/page-frame.tsx'
import { ClassCode } from '../../../server/protocol/classes.ts'

export const metadata: Metadata = { title: 'Join a class · Glovebox', robots: { index: false } }

export default async function Page({ params }: { readonly params: Promise<{ readonly code: string }> }) {
  const { code } = await params
  return (
    <PageFrame home={{ href: '/join', title: 'Join a class' }}>
      <JoinPage code={ClassCode.safeParse(code).data ?? ''} />
    </PageFrame>
  )
}
