'use client'

import { MessagePage } from '../components/ui/message-page.tsx'

export default function ErrorPage({ reset }: { reset: () => void }) {
  return <MessagePage title="The page broke" text="What you typed is saved in this browser." action={{ label: 'Try again', run: reset }} />
}
