// What there is for tests in the manner of Jest, as modules and as globals.
type GloveboxMatcher = (...args: unknown[]) => void
type GloveboxMatcherName =
  | 'toBe'
  | 'toEqual'
  | 'toStrictEqual'
  | 'toMatchObject'
  | 'toBeTruthy'
  | 'toBeFalsy'
  | 'toBeNull'
  | 'toBeUndefined'
  | 'toBeDefined'
  | 'toBeNaN'
  | 'toBeGreaterThan'
  | 'toBeGreaterThanOrEqual'
  | 'toBeLessThan'
  | 'toBeLessThanOrEqual'
  | 'toBeCloseTo'
  | 'toBeInstanceOf'
  | 'toBeTypeOf'
  | 'toMatch'
  | 'toContain'
  | 'toContainEqual'
  | 'toHaveLength'
  | 'toHaveProperty'
  | 'toHaveBeenCalled'
  | 'toHaveBeenCalledTimes'
  | 'toHaveBeenCalledWith'
  | 'toThrow'
  | 'toThrowError'
type GloveboxMatchers = Record<GloveboxMatcherName, GloveboxMatcher> & {
  not: GloveboxMatchers
  resolves: GloveboxMatchers
  rejects: GloveboxMatchers
}
type GloveboxPart =
  | 'any'
  | 'anything'
  | 'objectContaining'
  | 'arrayContaining'
  | 'stringContaining'
  | 'stringMatching'
  | 'closeTo'
  | 'assertions'
  | 'hasAssertions'
type GloveboxExpect = ((got: unknown) => GloveboxMatchers) & Record<GloveboxPart, (...args: unknown[]) => unknown>
type GloveboxBody = (done: () => void) => unknown
type GloveboxEach = (table: readonly unknown[]) => (name: string, run: (...values: never[]) => unknown) => void
interface GloveboxTest {
  (name: string, run?: GloveboxBody, timeout?: number): void
  skip: (name: string, run?: GloveboxBody) => void
  todo: (name: string) => void
  only: (name: string, run?: GloveboxBody) => void
  each: GloveboxEach
}
interface GloveboxDescribe {
  (name: string, run: () => void): void
  skip: (name: string, run: () => void) => void
  only: (name: string, run: () => void) => void
  each: GloveboxEach
}
type GloveboxHook = (run: GloveboxBody) => void
type GloveboxMock = ((...args: unknown[]) => never) & {
  mock: { calls: unknown[][]; results: { type: string; value: unknown }[] }
  mockReturnValue: (value: unknown) => GloveboxMock
  mockReturnValueOnce: (value: unknown) => GloveboxMock
  mockResolvedValue: (value: unknown) => GloveboxMock
  mockRejectedValue: (value: unknown) => GloveboxMock
  mockImplementation: (run: (...args: never[]) => unknown) => GloveboxMock
  mockImplementationOnce: (run: (...args: never[]) => unknown) => GloveboxMock
  mockClear: () => GloveboxMock
  mockReset: () => GloveboxMock
  mockRestore: () => void
}
interface GloveboxJest {
  fn: (run?: (...args: never[]) => unknown) => GloveboxMock
  spyOn: (object: object, name: string) => GloveboxMock
  restoreAllMocks: () => void
  clearAllMocks: () => void
  resetAllMocks: () => void
  setTimeout: (ms: number) => void
}
declare const test: GloveboxTest
declare const it: GloveboxTest
declare const xtest: GloveboxTest
declare const xit: GloveboxTest
declare const fit: GloveboxTest
declare const describe: GloveboxDescribe
declare const xdescribe: GloveboxDescribe
declare const fdescribe: GloveboxDescribe
declare const expect: GloveboxExpect
declare const beforeAll: GloveboxHook
declare const afterAll: GloveboxHook
declare const beforeEach: GloveboxHook
declare const afterEach: GloveboxHook
declare const jest: GloveboxJest
declare module '@jest/globals' {
  export { afterAll, afterEach, beforeAll, beforeEach, describe, expect, fdescribe, fit, it, jest, test, xdescribe, xit, xtest }
}
declare module 'vitest' {
  export { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, jest as vi, test }
}
