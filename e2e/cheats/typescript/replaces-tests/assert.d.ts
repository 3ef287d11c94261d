declare module 'node:assert/strict' {
  const assert: { equal(...values: unknown[]): void }
  export default assert
}
