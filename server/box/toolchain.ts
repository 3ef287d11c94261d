import type { Profile } from '../profiles/profile.ts'
import type { Box } from './box.ts'
import { runCommandInBox } from './command.ts'

/** A version line is one line; compilers add a few of legal text. */
const ANSWER_BYTES = 16 * 1024
const ANSWER_MS = 15_000
const VERSION_CHARS = 40
// biome-ignore lint/suspicious/noTemplateCurlyInString: dpkg-query fills it in
const QUERY = '${Package} ${Version}\\n'

export type Toolchain = {
  /** Null when the answer does not match the profile's pattern. */
  readonly version: string | null
  /** Versions of the libraries' Debian packages, as their makers count. */
  readonly packages: ReadonlyMap<string, string>
}

/**
 * Asks a box for the versions of its toolchain and of its libraries, so that the page shows what really runs and not what a file says. The box is not fit for
 * a user afterwards.
 */
export async function askToolchain(box: Box, profile: Profile): Promise<Toolchain> {
  const options = { limits: profile.runLimits, outputBytes: ANSWER_BYTES, deadlineMs: ANSWER_MS }
  const { all } = await runCommandInBox(box, profile.version.argv, options)
  // Java and others tell it on standard error.
  const version = profile.version.pattern.exec(all)?.[1]?.slice(0, VERSION_CHARS) ?? null
  const names = [...new Set(profile.libraries.map(library => library.package))]
  if (names.length === 0) return { version, packages: new Map() }
  // What is known is told even where a name is not.
  const { output } = await runCommandInBox(box, ['/usr/bin/dpkg-query', '-W', `-f=${QUERY}`, ...names], options)
  return { version, packages: readVersions(output) }
}

/** What `dpkg-query` tells of packages: a name and a version to a line. */
export function readVersions(output: string): ReadonlyMap<string, string> {
  const lines = output.split('\n').map(line => /^(\S+) (\S+)$/.exec(line))
  return new Map(lines.flatMap(match => (match ? [[match[1] as string, upstreamVersion(match[2] as string)]] : [])))
}

/** `1:2.3.4+dfsg-5+b1` is Debian's fifth build of 2.3.4. */
function upstreamVersion(version: string): string {
  return version
    .replace(/^\d+:/, '')
    .replace(/-[^-]*$/, '')
    .replace(/[+~.](?:dfsg|ds|repack|really).*$/, '')
    .slice(0, VERSION_CHARS)
}
