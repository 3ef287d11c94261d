/** Whether the screen is one to touch: a field that has the focus brings up keys which cover half of it. */
export function isTouched(): boolean {
  return matchMedia('(hover: none) and (pointer: coarse)').matches
}
