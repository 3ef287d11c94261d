import { FrameMessage } from '../../../components/embed/frame-message.tsx'

export default function ExampleNotFound() {
  return <FrameMessage text="This example is not here. Its address may be mistyped, or whoever shared it has deleted it." />
}
