/** What went wrong, told at once. */
export function Fault({ text }: { readonly text: string | null }) {
  if (text === null) return null
  return (
    <p role="alert" className="wrap-anywhere rounded-lg bg-danger-soft px-3 py-2">
      {text}
    </p>
  )
}
