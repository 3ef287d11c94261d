'use client'

import { MessagePage } from '../../components/ui/message-page.tsx'

export default function ExercisesError({ reset }: { reset: () => void }) {
  return (
    <MessagePage
      title="The exercises cannot be read"
      text="The server has a problem. What you typed and what you have solved is saved in this browser."
      action={{ label: 'Try again', run: reset }}
    />
  )
}
