/** How a picture is looked at: `fit` follows the size of its place, a number is pixels of the screen for each of the picture. */
export type Zoom = 'fit' | number

const STEPS = [0.1, 0.25, 0.5, 0.75, 1, 1.5, 2, 3, 4, 6, 8, 12, 16]

/** The whole picture, but never larger than it is. */
export function fitScale(picture: { width: number; height: number }, place: { width: number; height: number }): number {
  return Math.min(1, place.width / picture.width, place.height / picture.height)
}

/** The next step in or out from a scale. */
export function nextStep(scale: number, direction: 1 | -1): number {
  const at = direction === 1 ? STEPS.find(step => step > scale * 1.001) : STEPS.findLast(step => step < scale * 0.999)
  return at ?? scale
}
