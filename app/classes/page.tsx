import type { Metadata } from 'next'
import { ClassesPage } from '../../components/classes/classes-page.tsx'
import { PageFrame } from '../../components/classes/page-frame.tsx'

export const metadata: Metadata = {
  title: 'Classes · Glovebox',
  description: 'Give a class exercises, and see how far everybody is as it happens.',
}

export default function Page() {
  return (
    <PageFrame home={{ href: '/classes', title: 'Classes' }}>
      <ClassesPage />
    </PageFrame>
  )
}
