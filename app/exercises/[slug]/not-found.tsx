import { MessagePage } from '../../../components/ui/message-page.tsx'

export default function ExerciseNotFound() {
  return (
    <MessagePage
      title="This exercise is not here"
      text="The link may be mistyped, or the exercise was taken away or renamed."
      action={{ label: 'All exercises', href: '/exercises' }}
    />
  )
}
