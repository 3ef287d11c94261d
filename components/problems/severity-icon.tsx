import { CircleAlert, Info, TriangleAlert } from 'lucide-react'
import type { Problem } from './problems.ts'

const LOOKS = {
  error: { icon: CircleAlert, look: 'text-danger', word: 'Error' },
  warning: { icon: TriangleAlert, look: 'text-warning', word: 'Warning' },
  info: { icon: Info, look: 'text-muted', word: 'Note' },
}

export function SeverityIcon({ severity }: { readonly severity: Problem['severity'] }) {
  const { icon: Icon, look, word } = LOOKS[severity]
  return (
    <>
      <Icon className={`size-4 shrink-0 ${look}`} aria-hidden="true" />
      <span className="sr-only">{word}: </span>
    </>
  )
}
