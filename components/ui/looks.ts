/** How controls look that are in several places. */

const button = 'inline-flex h-9 items-center justify-center gap-2 rounded-lg px-3.5 transition-colors max-sm:h-11'
export const primaryButton = `${button} bg-accent font-semibold text-on-accent hover:bg-accent-strong disabled:bg-accent-soft disabled:text-muted`
export const plainButton = `${button} border border-line bg-raised font-medium hover:border-muted disabled:opacity-60`
export const dangerButton = `${button} border border-line bg-raised font-medium text-danger hover:border-danger hover:bg-danger-soft disabled:opacity-60`
export const textField =
  'h-9 w-full min-w-0 rounded-lg border border-line bg-panel px-2.5 transition-colors placeholder:text-muted hover:border-muted max-sm:h-11'
