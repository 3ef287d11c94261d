import { mkdir, rename, rm, stat, writeFile } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import type { Profile } from '../../profiles/profile.ts'
import { ExerciseSlug } from '../../protocol/exercise.ts'

/** An exercise cannot be begun or imported. The message says why. */
export class AuthoringError extends Error {}

export type NewExercise = {
  /** Its name becomes the slug. */
  readonly folder: string
  readonly language: Profile
  readonly title: string | undefined
}

/** The sample that every language has. */
const HELLO = 'Hello, World'
const TITLE_CHARS = 100

/**
 * Begins an exercise: a whole one, which passes every check, to be changed piece by piece. Resolves with the files it has written; rejects rather than to touch what
 * is there.
 */
export async function writeNewExercise({ folder, language, title }: NewExercise): Promise<readonly string[]> {
  const slug = basename(folder)
  if (!ExerciseSlug.safeParse(slug).success)
    throw new AuthoringError(`"${slug}" cannot be an exercise’s name: small letters and digits with hyphens between them, 64 at most.`)
  if (await stat(folder).catch(() => null)) throw new AuthoringError(`${folder} is there already.`)
  const shown = title ?? titleOf(slug)
  if (shown.trim() === '' || shown.length > TITLE_CHARS) throw new AuthoringError(`A title has 1 to ${TITLE_CHARS} characters.`)
  const sample = language.samples.find(one => one.title === HELLO) ?? language.samples[0]
  const files: Readonly<Record<string, string>> = {
    'exercise.md': exerciseText(shown, language),
    [`starter/${language.mainFile}`]: '',
    ...Object.fromEntries((sample?.files ?? []).map(({ name, content }) => [`solution/${name}`, content])),
    'tests/tests.yaml': TESTS,
    'hidden/tests.yaml': HIDDEN,
  }
  // Put together aside: a server that watches must not find half of it.
  const fresh = join(dirname(folder), `.${slug}.${process.pid}`)
  try {
    for (const [name, content] of Object.entries(files)) {
      await mkdir(dirname(join(fresh, name)), { recursive: true })
      await writeFile(join(fresh, name), content)
    }
    await rename(fresh, folder)
  } finally {
    await rm(fresh, { recursive: true, force: true })
  }
  return Object.keys(files)
}

function titleOf(slug: string): string {
  const text = slug.replaceAll('-', ' ')
  return `${text.slice(0, 1).toUpperCase()}${text.slice(1)}`
}

function exerciseText(title: string, { id, title: language }: Profile): string {
  return `---
title: ${JSON.stringify(title)}
language: ${id}
difficulty: easy
tags: [output]
points: 10
---

Write a ${language} program that greets the world. It prints

\`\`\`
Hello, World!
\`\`\`

## Hint: Where to begin

Look for what prints a text in ${language}.

## Hint: Nearly there

Every character counts: the comma, the space and the exclamation mark.
`
}

const TESTS = `# Each test runs the program. What it prints is compared with stdout: as a pattern here, which every language meets;
# without \`compare\`, white space at the ends of lines does not count, and everything else does.
- name: greets the world
  stdout: '[\\s\\S]*Hello, World![\\s\\S]*'
  compare: pattern
  hint: Compare what is printed with the task, character by character.
`

const HIDDEN = `# Of these, only the name and the hint are ever shown.
- name: greets the world once
  stdout: '(?:(?!World)[\\s\\S])*World(?:(?!World)[\\s\\S])*'
  compare: pattern
`
