'use client'

import { MessagePage } from '../components/ui/message-page.tsx'

/** Loads the page anew: a part that could not be loaded would not be asked for again. */
export default function ErrorPage() {
  return (
    <MessagePage
      title="The page broke"
      text="What you typed is saved in this browser."
      action={{ label: 'Load it again', run: () => location.reload() }}
    />
  )
}
