import { MessagePage } from '../../../components/ui/message-page.tsx'

export default function SnippetNotFound() {
  return <MessagePage title="This snippet is not here" text="The link may be mistyped, or whoever shared it has deleted it." />
}
