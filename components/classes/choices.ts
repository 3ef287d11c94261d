import type { Choice } from '../../server/protocol/classes.ts'

function same(one: Choice, other: Choice): boolean {
  if ('exercise' in one) return 'exercise' in other && one.exercise === other.exercise
  return 'course' in other && one.course === other.course && one.section === other.section
}

export function isChosen(choice: Choice, chosen: readonly Choice[]): boolean {
  return chosen.some(each => same(each, choice))
}

/** Whether a course, or a section of it, is chosen as a whole: by itself, or a section by its course. */
export function isCovered(choice: Choice, chosen: readonly Choice[]): boolean {
  return isChosen(choice, chosen) || ('course' in choice && isChosen({ course: choice.course }, chosen))
}

/** Chooses it, or takes it back. What was chosen first stays first. */
export function toggled(choice: Choice, chosen: readonly Choice[]): readonly Choice[] {
  return isChosen(choice, chosen) ? chosen.filter(each => !same(each, choice)) : [...chosen, choice]
}
