import { cp, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { ConfigError } from '../platform/config.ts'
import { fillArgv } from './argv.ts'
import { checkLanguages } from './check.ts'
import { languageIds, loadProfiles, offeredProfiles } from './load.ts'
import { type Profile, ProfileFile } from './profile.ts'
import { writeSkeleton } from './skeleton.ts'
import { SMOKE_SUBJECTS, SmokeFile } from './smoke.ts'

const PROFILES = join(import.meta.dirname, '../../profiles')
const EDITOR = new Set(['shell', 'plaintext'])

let folder = ''
const at = (name: string): string => join(folder, 'languages/sample', name)

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'glovebox-profiles-'))
  await mkdir(join(folder, 'languages'))
  await cp(join(PROFILES, 'limits.json'), join(folder, 'limits.json'))
  await writeFile(join(folder, 'order.json'), '[]')
  await writeSkeleton(folder, 'sample')
})
afterEach(() => rm(folder, { recursive: true, force: true }))

// biome-ignore lint/suspicious/noExplicitAny: files are changed into what their types do not allow
type Change = (json: any) => unknown

async function change(name: string, how: Change): Promise<void> {
  const json = JSON.parse(await readFile(at(name), 'utf8'))
  how(json)
  await writeFile(at(name), JSON.stringify(json))
}

async function faults(): Promise<readonly string[]> {
  const { languages, faults } = await checkLanguages(folder, [], EDITOR)
  return [...faults, ...languages.flatMap(language => language.faults)].map(({ file, field, what }) => `${file} ${field}: ${what}`)
}

/** The case of a subject in smoke.json. */
const one = (smoke: { cases: { subject: string }[] }, subject: string) =>
  smoke.cases.find(candidate => candidate.subject === subject) as never

describe('a new language', () => {
  it('is sound from the beginning', async () => {
    expect(await faults()).toEqual([])
    expect((await loadProfiles(folder)).map(({ id, title }) => `${id} ${title}`)).toEqual(['sample Sample'])
  })

  it.each(['sample', 'Bad', '../out', '-x', '', 'a'.repeat(33)])('is not begun as "%s"', async id => {
    await expect(writeSkeleton(folder, id)).rejects.toThrow(/is there already|cannot be the name/)
    expect(await languageIds(folder)).toEqual(['sample'])
  })
})

describe('what check finds in profile.json', () => {
  it.each<[string, Change, RegExp]>([
    ['an unknown field', profile => Object.assign(profile, { colour: 'red' }), /colour/],
    ['a missing field', profile => delete profile.run, /profile.json run: /],
    [
      'a language the editor lacks',
      profile => Object.assign(profile, { editorLanguage: 'klingon' }),
      /editorLanguage: the editor has no language "klingon"/,
    ],
    [
      'a main file of another kind',
      profile => Object.assign(profile, { mainFile: 'main.txt' }),
      /mainFile: "main.txt" ends with none of extensions/,
    ],
    ['a file that is not there', profile => profile.samples[1].files.push('nowhere.sh'), /samples.1.files.1: nowhere.sh is not there/],
    [
      'two samples of one title',
      profile => Object.assign(profile.samples[1], { title: 'Welcome' }),
      /samples.1.title: "Welcome" is the title of an earlier one/,
    ],
    ['too few samples', profile => profile.samples.pop(), /profile.json samples: /],
    ['an unknown placeholder', profile => profile.run.push('{mian}'), /run.2: \{mian\} means nothing here/],
    ['the name of the file elsewhere than in format', profile => profile.run.push('{name}'), /run.2: \{name\} means nothing here/],
    ['sources within a word', profile => profile.run.push('--all={sources}'), /run.2: \{sources\} is part of a word/],
    ['a run of nothing', profile => Object.assign(profile, { run: ['/bin/true'] }), /run: names no file/],
    ['a compiler of nothing', profile => Object.assign(profile, { compile: ['/bin/true'] }), /compile: names no source file/],
    [
      'a pattern that is none',
      profile => Object.assign(profile.positions[0], { pattern: '(' }),
      /positions.0.pattern: is not a regular expression/,
    ],
    [
      'a pattern without a line',
      profile => Object.assign(profile.positions[0], { pattern: '^(?<file>.+)$' }),
      /positions.0.pattern: has no group line/,
    ],
    [
      'a group that nobody reads',
      profile => Object.assign(profile.positions[0], { pattern: '^(?<file>\\w+):(?<line>\\d+):(?<col>\\d+)' }),
      /has a group col, which nobody reads/,
    ],
    [
      'a message without one',
      profile => Object.assign(profile.positions[0], { message: { where: 'after', pattern: '^x' } }),
      /positions.0.message.pattern: has no group message/,
    ],
    [
      'a pattern without an end',
      profile => Object.assign(profile.positions[0], { pattern: '^(?<file>(?:\\w+/?)+):(?<line>\\d+)' }),
      /positions.0.pattern: takes seconds/,
    ],
    ['a version without a group', profile => Object.assign(profile.version, { pattern: '\\d+' }), /version.pattern: has no group/],
    [
      'a name twice',
      profile => Object.assign(profile.piston, { aliases: ['sample'] }),
      /piston.language: "sample" is the name of sample, twice/,
    ],
    [
      'a library that is not in the image',
      profile => Object.assign(profile, { libraries: [{ title: 'X', package: 'libx' }] }),
      /libraries.0.package: "libx" is not among packages/,
    ],
    [
      'an unknown placeholder in the tests',
      profile => Object.assign(profile, { tests: { framework: 'x', pattern: '^test_', run: ['/bin/sh', '{test}'] } }),
      /tests.run.1: \{test\} means nothing here/,
    ],
    ['tests elsewhere than in tests', profile => profile.run.push('{tests}'), /run.2: \{tests\} means nothing here/],
    [
      'tests that are called as the program',
      profile => Object.assign(profile, { tests: { framework: 'x', pattern: 'sh$', run: ['/bin/sh', '{tests}'] } }),
      /tests.pattern: fits main.sh, so that no program could be handed in/,
    ],
    ['a beginning that is too long', () => {}, /samples.0.files.0: has 9000 bytes, above 8192/],
  ])('%s', async (name, how, found) => {
    await change('profile.json', how)
    if (name.startsWith('a beginning')) await writeFile(at('show.sh'), 'x'.repeat(9000))
    expect((await faults()).join('\n')).toMatch(found)
  })

  it('braces of scripts in another language', async () => {
    // biome-ignore lint/suspicious/noTemplateCurlyInString: a shell's
    await change('profile.json', profile => profile.run.push('print {x}', '${HOME}'))
    expect(await faults()).toEqual([])
  })

  it('names that two languages share', async () => {
    await writeSkeleton(folder, 'other')
    await change('profile.json', profile => profile.piston.aliases.push('other'))
    expect(await faults()).toEqual([
      'languages/other/profile.json piston.language: "other" is the name of other and sample',
      'languages/sample/profile.json piston.aliases: "other" is the name of other and sample',
    ])
  })

  it('files that are not there, not JSON, not text, or not plain', async () => {
    await writeFile(at('hello.sh'), Buffer.from([0xff, 0xfe]))
    await mkdir(at('rootfs/etc'), { recursive: true })
    await symlink('/etc/passwd', at('rootfs/etc/link'))
    await rm(at('smoke.json'))
    expect(await faults()).toEqual([
      'languages/sample/smoke.json : is not there',
      'languages/sample/profile.json samples.1.files.0: hello.sh is not UTF-8',
      'languages/sample/rootfs/etc/link : is neither a file nor a folder, and would be left out',
    ])
    await writeFile(at('profile.json'), '{ "title": ')
    expect((await faults()).join('\n')).toMatch(/profile.json : is not JSON/)
  })

  it('an order of languages that there are not', async () => {
    await writeFile(join(folder, 'order.json'), '["cobol", "sample"]')
    expect(await faults()).toEqual(['order.json : there is no language cobol'])
    await expect(checkLanguages(folder, ['cobol'], EDITOR)).rejects.toThrow('There is no language cobol. There are: sample.')
  })
})

describe('what check finds in smoke.json', () => {
  it.each<[string, Change, RegExp]>([
    ...SMOKE_SUBJECTS.map((subject): [string, Change, RegExp] => [
      `no ${subject}`,
      smoke => Object.assign(smoke, { cases: smoke.cases.filter((other: { subject: string }) => other.subject !== subject) }),
      new RegExp(`no case has the subject "${subject}"`),
    ]),
    [
      'files and a sample',
      smoke => Object.assign(one(smoke, 'hello'), { files: { 'main.sh': '' } }),
      /cases.0: needs either files or a sample/,
    ],
    [
      'a sample that is not there',
      smoke => Object.assign(one(smoke, 'hello'), { sample: 'Nowhere' }),
      /cases.0.sample: no sample has the title "Nowhere"/,
    ],
    [
      'a name that is none',
      smoke => Object.assign(one(smoke, 'exit'), { files: { '../x': '' } }),
      /files: "..\/x" is not a relative file name/,
    ],
    ['an expectation of nothing', smoke => Object.assign(one(smoke, 'hello'), { expect: {} }), /cases.0.expect: says nothing/],
    [
      'a pattern that is none',
      smoke => Object.assign(one(smoke, 'hello'), { expect: { matches: ['('] } }),
      /cases.0.expect.matches.0: is not a regular/,
    ],
    ['asking without an answer', smoke => delete (one(smoke, 'ask') as { typed?: string }).typed, /"ask" has anybody type/],
    ['no input', smoke => delete (one(smoke, 'stdin') as { stdin?: string }).stdin, /"stdin" gives standard input/],
    ['no arguments', smoke => delete (one(smoke, 'args') as { args?: unknown }).args, /"args" gives arguments/],
    ['status 0', smoke => Object.assign(one(smoke, 'exit'), { expect: { output: 'x' } }), /"exit" expects another status/],
    ['nothing but ASCII', smoke => Object.assign(one(smoke, 'unicode'), { expect: { output: 'x' } }), /"unicode" expects more than ASCII/],
    ['a trace without a place', smoke => Object.assign(one(smoke, 'trace'), { expect: { code: 1 } }), /"trace" expects a place/],
    ['a fault without a place', smoke => Object.assign(one(smoke, 'fault'), { expect: { code: 1 } }), /"fault" expects a place/],
    ['no limit', smoke => Object.assign(one(smoke, 'limit'), { expect: { code: 1 } }), /"limit" expects a limit/],
    ['one file', smoke => Object.assign(one(smoke, 'files'), { files: { 'main.sh': '' } }), /"files" has a second file/],
    [
      'a console that is not there',
      smoke => Object.assign(one(smoke, 'hello'), { mode: 'console' }),
      /cases.0.mode: the language has no console/,
    ],
    [
      'a compiler that is not there',
      smoke => Object.assign((one(smoke, 'fault') as { expect: object }).expect, { stage: 'compile' }),
      /expect.stage: the language does not compile/,
    ],
    [
      'a formatter that is not there',
      smoke => Object.assign(smoke, { format: { name: 'a', before: 'a', after: 'b' } }),
      /format: is there, though/,
    ],
  ])('%s', async (_name, how, found) => {
    await change('smoke.json', how)
    expect((await faults()).join('\n')).toMatch(found)
  })

  it('nothing for what the profile has', async () => {
    await change('profile.json', profile =>
      Object.assign(profile, {
        console: ['/bin/sh'],
        lint: ['/bin/sh', '-n', '{main}'],
        format: ['cat'],
        libraries: [{ title: 'dash', package: 'dash' }],
      }),
    )
    expect((await faults()).map(fault => fault.split(' ').slice(1).join(' '))).toEqual([
      'cases: no case has the subject "library"',
      'cases: no case has the subject "console"',
      'format: is not there, though the language has a formatter',
      'lint: is not there, though the language has a linter',
    ])
  })
})

it('tests are read with all that may be left out', async () => {
  await change('profile.json', profile =>
    Object.assign(profile, { tests: { framework: 'sh', pattern: '^test_', run: ['/bin/sh', '{tests}'] } }),
  )
  expect(await faults()).toEqual([])
  const [{ tests }] = (await loadProfiles(folder)) as [Profile]
  expect(tests).toEqual({ framework: 'sh', pattern: /^test_/, reserved: [], compile: null, run: ['/bin/sh', '{tests}'] })
  expect(fillArgv(tests?.run ?? [], { main: 'main.sh', files: [], extensions: ['.sh'], tests: ['a.sh', '-b.sh'] })).toEqual([
    '/bin/sh',
    'a.sh',
    './-b.sh',
  ])
})

describe('the order of languages', () => {
  it('is the list’s, then the alphabet’s', async () => {
    for (const id of ['b', 'a', 'first']) await writeSkeleton(folder, id)
    await writeFile(join(folder, 'order.json'), '["first", "nowhere", "b"]')
    expect((await loadProfiles(folder)).map(({ id }) => id)).toEqual(['first', 'b', 'a', 'sample'])
  })

  it('is kept when some are offered, and a name that is none is told', async () => {
    await writeSkeleton(folder, 'a')
    const profiles = await loadProfiles(folder)
    expect(offeredProfiles(profiles, null)).toBe(profiles)
    expect(offeredProfiles(profiles, ['sample', 'a']).map(({ id }) => id)).toEqual(['a', 'sample'])
    expect(() => offeredProfiles(profiles, ['cobol'])).toThrow(ConfigError)
    expect(() => offeredProfiles(profiles, ['cobol'])).toThrow(/no language cobol. There are: a, sample/)
  })
})

it('profiles/README.md tells of every field', async () => {
  const readme = await readFile(join(PROFILES, 'README.md'), 'utf8')
  const told = new Set([...readme.matchAll(/^\| `([^`]+)`/gm)].map(([, name]) => name))
  const smokeCase = SmokeFile.shape.cases.element
  const fields = [
    ...Object.keys(ProfileFile.shape),
    ...Object.keys(SmokeFile.shape),
    ...Object.keys(smokeCase.shape).flatMap(name =>
      name === 'expect' ? Object.keys(smokeCase.shape.expect.shape).map(expected => `cases[].expect.${expected}`) : [`cases[].${name}`],
    ),
  ]
  expect(fields.filter(field => !told.has(field))).toEqual([])
  for (const subject of SMOKE_SUBJECTS) expect(readme).toContain(`\`${subject}\``)
})
