/** What a suite found. */
export type Tally = {
  readonly passed: number
  readonly failed: number
  /** What failed and how, a text each; they are told again at the end, where nobody has to look for them. */
  readonly faults?: readonly string[]
}

/** How much is told again of one fault, in lines. */
const FAULT_LINES = 12

type VitestReport = {
  readonly numPassedTests: number
  readonly numFailedTests: number
  readonly testResults: readonly {
    readonly name: string
    readonly message?: string
    readonly assertionResults: readonly {
      readonly status: string
      readonly fullName: string
      readonly failureMessages?: readonly string[] | null
    }[]
  }[]
}

/** Reads what vitest's JSON reporter writes. */
export function readVitestReport(text: string): Tally {
  const report = JSON.parse(text) as VitestReport
  const faults = report.testResults.flatMap(({ name, message, assertionResults }) => {
    const failed = assertionResults.filter(({ status }) => status === 'failed')
    const told = failed.map(({ fullName, failureMessages }) => fault(fullName, failureMessages?.join('\n') ?? ''))
    // A file that cannot even be loaded has no test that fails.
    return told.length === 0 && message ? [fault(name, message)] : told
  })
  return { passed: report.numPassedTests, failed: report.numFailedTests, faults }
}

type PlaywrightSuite = {
  readonly title: string
  readonly suites?: readonly PlaywrightSuite[]
  readonly specs?: readonly {
    readonly title: string
    readonly ok: boolean
    readonly tests: readonly { readonly results: readonly { readonly error?: { readonly message?: string } }[] }[]
  }[]
}

/** Reads what Playwright's JSON reporter writes. A test that passes only when it is tried again has failed. */
export function readPlaywrightReport(text: string): Tally {
  const {
    stats,
    suites,
    errors = [],
  } = JSON.parse(text) as {
    readonly stats: { readonly expected: number; readonly unexpected: number; readonly flaky: number }
    readonly suites: readonly PlaywrightSuite[]
    /** Of files that cannot be loaded. */
    readonly errors?: readonly { readonly message?: string }[]
  }
  const faults = [
    ...errors.map(({ message }) => fault('the specs', message ?? '')),
    ...suites.flatMap(suite => playwrightFaults(suite, '')),
  ]
  return { passed: stats.expected, failed: stats.unexpected + stats.flaky, faults }
}

function playwrightFaults(suite: PlaywrightSuite, before: string): string[] {
  const title = `${before}${suite.title} › `
  const own = (suite.specs ?? [])
    .filter(spec => !spec.ok)
    .map(spec =>
      fault(`${title}${spec.title}`, spec.tests.flatMap(test => test.results.map(({ error }) => error?.message ?? '')).join('\n')),
    )
  return [...own, ...(suite.suites ?? []).flatMap(inner => playwrightFaults(inner, title))]
}

function fault(name: string, message: string): string {
  const lines = message.split('\n').filter(line => line.trim() !== '')
  const cut = lines.length > FAULT_LINES ? [...lines.slice(0, FAULT_LINES), '…'] : lines
  return [name, ...cut.map(line => `    ${line}`)].join('\n')
}
