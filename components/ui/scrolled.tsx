import type { ReactNode, Ref } from 'react'

type Props = { readonly label: string; readonly className: string; readonly ref?: Ref<HTMLElement>; readonly children?: ReactNode }

/** What may be larger than its place. Who has no pointer reaches it by Tab, and scrolls it by the arrows. */
export function Scrolled({ label, className, ref, children }: Props) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: see above
    <section ref={ref} tabIndex={0} aria-label={label} className={`overflow-auto -outline-offset-2 ${className}`}>
      {children}
    </section>
  )
}
