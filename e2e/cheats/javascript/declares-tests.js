// Declares tests of its own under the names of the real ones, before those are.
import { test } from 'node:test'

for (const one of [test, globalThis.test, globalThis.it]) for (const name of ['small', 'large', 'hidden']) one?.(name, () => {})
export const add = () => 0
