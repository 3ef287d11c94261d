import { MessagePage } from '../components/ui/message-page.tsx'

export default function NotFound() {
  return <MessagePage title="There is nothing here" text="The address may be mistyped, or what was here is gone." />
}
