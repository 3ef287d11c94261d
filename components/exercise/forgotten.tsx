import { TriangleAlert } from 'lucide-react'

/** Said to a student whose class does not know them any more: nothing that they hand in from here reaches it. */
export function Forgotten({ className = '' }: { readonly className?: string }) {
  return (
    <p role="alert" className={`flex items-start gap-2.5 rounded-xl bg-warning-soft px-4 py-3 ${className}`}>
      <TriangleAlert className="mt-0.5 size-4 shrink-0 text-warning" aria-hidden="true" />
      <span>
        Your class no longer knows this browser. What you hand in is not seen by your teacher until you{' '}
        <a href="/join" className="font-medium text-accent underline underline-offset-2">
          join it again
        </a>
        .
      </span>
    </p>
  )
}
