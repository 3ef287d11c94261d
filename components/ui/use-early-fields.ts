import { type RefObject, useLayoutEffect, useRef } from 'react'

/**
 * For a form that stands in the page before its scripts run: gives `take` what was put into its fields until then, by their names. Somebody may have
 * typed already, and a browser puts back after a reload what stood there. React hears of neither, and would take it away again.
 */
export function useEarlyFields(take: (early: Readonly<Record<string, string>>) => void): RefObject<HTMLFormElement | null> {
  const form = useRef<HTMLFormElement>(null)
  const first = useRef(take)
  // Before anything is rendered anew.
  useLayoutEffect(() => {
    const early = [...(form.current?.elements ?? [])].filter(isChanged).map(({ name, value }) => [name, value] as const)
    if (early.length > 0) first.current(Object.fromEntries(early))
  }, [])
  return form
}

/** Whether a field holds something else than it came with. */
function isChanged(field: Element): field is HTMLInputElement | HTMLSelectElement {
  if (field instanceof HTMLInputElement) return field.value !== field.defaultValue
  if (!(field instanceof HTMLSelectElement)) return false
  const options = [...field.options]
  return (
    field.selectedIndex !==
    Math.max(
      options.findIndex(option => option.defaultSelected),
      0,
    )
  )
}
