import { expect, it } from 'vitest'
import { Answers } from './hygiene.ts'

it('answers a flood of questions with a bounded number of answers', () => {
  const answers = new Answers()
  let given = 0
  for (let ms = 0; ms < 1000; ms += 1) for (let n = 0; n < 10; n++) if (answers.take(ms)) given += 1
  expect(given).toBeGreaterThanOrEqual(20)
  expect(given).toBeLessThanOrEqual(41)
  expect(answers.take(10_000)).toBe(true)
})
