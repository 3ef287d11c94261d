/** The mark: a sealed chamber with two ports for the hands. */
export function Mark() {
  return (
    <svg viewBox="0 0 32 32" className="size-6 shrink-0" aria-hidden="true">
      <rect x="2" y="4" width="28" height="24" rx="6" fill="var(--accent)" />
      <circle cx="10.5" cy="17" r="4.5" fill="var(--panel)" />
      <circle cx="21.5" cy="17" r="4.5" fill="var(--panel)" />
      <path d="M8 9.5h16" stroke="var(--panel)" strokeWidth="2" strokeLinecap="round" opacity="0.6" />
    </svg>
  )
}
