/** What is to be known of a track to carry its exercises over: what its own test runner does before it runs them. */
export type Track = {
  /** Id of the profile. */
  readonly language: string
  /** Changes to the text of test files. */
  readonly mend: readonly (readonly [find: RegExp, put: string])[]
  /** Beginnings of paths in an exercise that its tests need, and that its configuration does not name. */
  readonly beside: readonly string[]
  /** What files may ask for and boxes do not have, with what it is. */
  readonly missing: readonly { readonly pattern: RegExp; readonly what: string }[]
}

/** `xtest(…)` and the like are tests that a student switches on one by one. All of them count here. */
const SWITCHED_ON: Track['mend'] = [
  [/\bx(test|it|describe)(\s*(?:\.\s*each\b[^(`]*)?[(`])/g, '$1$2'],
  [/\b(test|it|describe)\.skip\b/g, '$1'],
]

const TRACKS: Readonly<Record<string, Omit<Track, 'language' | 'beside' | 'missing'> & Partial<Track>>> = {
  python: { mend: [] },
  javascript: { mend: SWITCHED_ON },
  // Its compiler here takes no import of a file under its own name.
  typescript: { mend: [...SWITCHED_ON, [/\b(from\s+['"]\.[^'"\n]*)\.ts(['"])/g, '$1.js$2']] },
  java: {
    mend: [
      [/^[ \t]*@Disabled\b(?:\([^)\n]*\))?[ \t]*\r?\n/gm, ''],
      [/@Disabled\b(?:\([^)\n]*\))?[ \t]*/g, ''],
    ],
  },
  go: { mend: [] },
  c: { mend: [[/^([ \t]*)TEST_IGNORE\(\)[ \t]*;/gm, '$1']], beside: ['test-framework/'] },
  cpp: {
    mend: [
      [/^([ \t]*#[ \t]*)if[ \t]+defined[ \t]*\([ \t]*EXERCISM_RUN_ALL_TESTS[ \t]*\)/gm, '$1if 1'],
      [/^([ \t]*#[ \t]*)ifdef[ \t]+EXERCISM_RUN_ALL_TESTS\b/gm, '$1if 1'],
    ],
  },
  rust: {
    mend: [[/^[ \t]*#\[ignore(?:[ \t]*=[^\]\n]*)?\][ \t]*\r?\n/gm, '']],
    // What names the crate is none of the student's files here.
    beside: ['Cargo.toml'],
    missing: [{ pattern: /^\[dependencies\][ \t]*\r?\n(?:[ \t]*(?:#[^\n]*)?\r?\n)*[ \t]*["\w]/m, what: 'crates' }],
  },
  ruby: { mend: [[/^[ \t]*skip(?:[ \t]*\([^)\n]*\)|[ \t]+["'][^\n]*)?[ \t]*\r?\n/gm, '']] },
  php: { mend: [[/^[ \t]*\$this->markTestSkipped\([^\n]*\);[ \t]*\r?\n/gm, '']] },
  r: { mend: [] },
  bash: { mend: [[/^([ \t]*)\[\[[^\n]*BATS_RUN_SKIPPED[^\n]*\|\|[ \t]*skip[^\n]*$/gm, '$1:']], beside: ['bats-extra.bash'] },
}

/** How a track's exercises are carried over; one that is not known here as it is, in the language of the same name. */
export function trackOf(slug: string): Track {
  const track = Object.hasOwn(TRACKS, slug) ? TRACKS[slug] : undefined
  return { language: slug, mend: [], beside: [], missing: [], ...track }
}
