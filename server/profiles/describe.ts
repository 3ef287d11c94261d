import type { ProfileInfo } from '../protocol/profile-info.ts'
import type { Profile } from './profile.ts'

/** What a language's image was asked for. */
type Learned = { readonly version: string | null; readonly packages: ReadonlyMap<string, string> }

/** What a page is told of a language, apart from how its image and its boxes are. Versions are null until they are learned. */
export function describeProfile(profile: Profile, learned?: Learned): Omit<ProfileInfo, 'image' | 'ready' | 'box'> {
  const { id, title, editorLanguage, mainFile, extensions, samples, libraries, positions, compile, lint } = profile
  return {
    id,
    title,
    version: learned?.version ?? null,
    editorLanguage,
    mainFile,
    extensions: [...extensions],
    starter: samples[0]?.files[0]?.content ?? '',
    libraries: libraries.map(library => ({ title: library.title, version: learned?.packages.get(library.package) ?? null })),
    positions: [...positions],
    compiles: compile !== null,
    checks: compile ? 'compile' : lint ? 'lint' : 'nothing',
    hasConsole: profile.console !== null,
    formats: profile.format !== null,
  }
}
