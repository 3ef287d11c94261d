import { mkdir, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { LanguageId, languageIds, ProfileError } from './load.ts'

const HELLO = 'echo "Hello, World!"\n'
const ASK = 'printf "What is your name? "\nread -r name\necho "Hello, $name!"\n'
const SHOW = 'for count in 1 2 3 4 5; do\n  printf "%s squared is %s\\n" "$count" "$((count * count))"\ndone\n'

/**
 * Begins a new language under `folder` (the repository's `profiles/`): a whole one, in which a shell takes the place of the toolchain, so that everything works
 * from the first minute and can be changed piece by piece. Resolves with the files it has written; throws a ProfileError rather than to touch what is there.
 */
export async function writeSkeleton(folder: string, id: string): Promise<readonly string[]> {
  if (!LanguageId.safeParse(id).success)
    throw new ProfileError(
      `"${id}" cannot be the name of a language’s folder: small letters, digits and hyphens, 32 at most, a letter first.`,
    )
  if ((await languageIds(folder)).includes(id)) throw new ProfileError(`profiles/languages/${id} is there already.`)
  const files: Readonly<Record<string, string>> = {
    'profile.json': toJson(profileOf(id)),
    'smoke.json': toJson(SMOKE),
    'hello.sh': HELLO,
    'ask.sh': ASK,
    'show.sh': SHOW,
  }
  const home = join(folder, 'languages', id)
  // Put together aside: a folder that is half there would keep every server from starting.
  const fresh = join(folder, `.${id}.${process.pid}`)
  try {
    await mkdir(fresh)
    for (const [name, content] of Object.entries(files)) await writeFile(join(fresh, name), content)
    await rename(fresh, home)
  } finally {
    await rm(fresh, { recursive: true, force: true })
  }
  return Object.keys(files)
}

function toJson(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`
}

function profileOf(id: string): unknown {
  return {
    title: `${id.slice(0, 1).toUpperCase()}${id.slice(1)}`,
    editorLanguage: 'shell',
    mainFile: 'main.sh',
    extensions: ['.sh'],
    samples: [
      { title: 'Welcome', files: ['show.sh'] },
      { title: 'Hello, World', files: ['hello.sh'] },
      { title: 'Ask and answer', files: ['ask.sh'] },
    ],
    packages: ['dash'],
    run: ['/bin/sh', '{main}'],
    standby: 'none',
    positions: [{ pattern: '^(?<file>[^:]+): (?<line>\\d+): (?<message>.*)$' }],
    version: { argv: ['/usr/bin/dpkg-query', '-W', 'dash'], pattern: '(\\d+(?:\\.\\d+)+)' },
    piston: { language: id, aliases: [] },
    env: {},
    limits: {},
  }
}

const SMOKE = {
  cases: [
    { subject: 'hello', sample: 'Hello, World', expect: { output: 'Hello, World!\n' } },
    { subject: 'ask', sample: 'Ask and answer', typed: 'Ada\n', expect: { matches: ['^Hello, Ada!$'] } },
    { subject: 'show', sample: 'Welcome', expect: { matches: ['^5 squared is 25$'] } },
    { subject: 'stdin', files: { 'main.sh': 'wc -l\n' }, stdin: 'one\ntwo\n', expect: { matches: ['^2$'] } },
    { subject: 'args', files: { 'main.sh': 'echo "$# $2"\n' }, args: ['one', 'two words'], expect: { output: '2 two words\n' } },
    { subject: 'exit', files: { 'main.sh': 'exit 3\n' }, expect: { code: 3 } },
    { subject: 'unicode', files: { 'main.sh': 'echo "héllo, 世界 🎈"\n' }, expect: { output: 'héllo, 世界 🎈\n' } },
    {
      subject: 'threads',
      files: { 'main.sh': 'for one in 1 2 3 4; do (sleep 0.1; echo done) & done\nwait\necho all\n' },
      expect: { output: 'done\ndone\ndone\ndone\nall\n' },
    },
    {
      subject: 'trace',
      files: { 'main.sh': 'echo begins\nno-such-command\nexit 7\n' },
      expect: { code: 7, matches: ['^begins$'], positions: [{ file: 'main.sh', line: 2 }] },
    },
    { subject: 'fault', files: { 'main.sh': 'echo "$(\n' }, expect: { code: 2, positions: [{ file: 'main.sh', line: 2 }] } },
    { subject: 'limit', files: { 'main.sh': 'while :; do :; done\n' }, limits: { cpuMs: 500 }, expect: { reason: 'cpu_limit' } },
    {
      subject: 'files',
      files: { 'main.sh': '. ./greet.sh\ngreet Ada\n', 'greet.sh': 'greet() { echo "Hello, $1!"; }\n' },
      expect: { output: 'Hello, Ada!\n' },
    },
  ],
}
