import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'

/** A folder that goes away with the test. */
export type TestFolder = AsyncDisposable & {
  readonly path: string
  /** Writes files, by name; those of null are removed. */
  readonly write: (files: Readonly<Record<string, string | Uint8Array | null>>) => Promise<void>
}

export async function testFolder(files: Readonly<Record<string, string | Uint8Array>> = {}): Promise<TestFolder> {
  const path = await mkdtemp(join(tmpdir(), 'glovebox-exercises-'))
  const folder: TestFolder = {
    path,
    write: async changed => {
      for (const [name, content] of Object.entries(changed)) {
        const file = join(path, name)
        if (content === null) {
          await rm(file, { recursive: true })
        } else {
          await mkdir(dirname(file), { recursive: true })
          await writeFile(file, content)
        }
      }
    },
    [Symbol.asyncDispose]: () => rm(path, { recursive: true, force: true }),
  }
  await folder.write(files)
  return folder
}

/** The smallest exercise in one language, as files under `slug`. */
export function smallExercise(slug: string, { title = 'Hello', more = '' } = {}): Readonly<Record<string, string>> {
  return {
    [`${slug}/exercise.md`]: `---\ntitle: ${title}\nlanguage: python\n${more}---\n\nSay hello.\n\n## Hint: How\n\nWith \`print\`.\n`,
    [`${slug}/starter/main.py`]: '# Write here.\n',
    [`${slug}/solution/main.py`]: 'print("Hello")\n',
    [`${slug}/tests/tests.yaml`]: '- name: says hello\n  stdout: "Hello\\n"\n',
  }
}
