import type { ReactNode } from 'react'

type Props = {
  readonly label: string
  readonly hint?: string
  readonly onClick: () => void
  readonly children: ReactNode
  readonly small?: boolean
  readonly className?: string
}

/** A button that shows an icon only; `label` is its accessible name. */
export function IconButton({ label, hint, onClick, children, small = false, className = '' }: Props) {
  const box = small ? 'size-7 max-sm:size-10' : 'size-9 max-sm:size-10'
  return (
    <button
      type="button"
      aria-label={label}
      title={hint ?? label}
      onClick={onClick}
      className={`${box} inline-grid shrink-0 place-items-center rounded-lg text-muted transition-colors hover:bg-accent-soft hover:text-text ${className}`}
    >
      {children}
    </button>
  )
}
