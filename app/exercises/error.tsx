'use client'

import { MessagePage } from '../../components/ui/message-page.tsx'

/** Loads the page anew: it is the server that has to be asked again. */
export default function ExercisesError() {
  return (
    <MessagePage
      title="The exercises cannot be read"
      text="The server has a problem. What you typed and what you have solved is saved in this browser."
      action={{ label: 'Try again', run: () => location.reload() }}
    />
  )
}
