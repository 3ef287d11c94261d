import { MessagePage } from '../../../components/ui/message-page.tsx'

export default function NotFound() {
  return (
    <MessagePage
      title="This class is not here"
      text="The link may be mistyped, or cut off. It is the teacher’s link that opens a class."
      action={{ label: 'Classes', href: '/classes' }}
    />
  )
}
