import type { Metadata } from 'next'
import { JoinPage } from '../../components/classes/join-page.tsx'
import { PageFrame } from '../../components/classes/page-frame.tsx'

export const metadata: Metadata = { title: 'Join a class · Glovebox' }

export default function Page() {
  return (
    <PageFrame home={{ href: '/join', title: 'Join a class' }}>
      <JoinPage code="" />
    </PageFrame>
  )
}
