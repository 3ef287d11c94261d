import { Workspace } from '../components/workspace/workspace.tsx'

export default function Page() {
  return <Workspace />
}
