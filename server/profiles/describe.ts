import type { ProfileInfo } from '../protocol/profile-info.ts'
import type { Profile } from './profile.ts'

/** What a page is told of a language, apart from how its image and its boxes are. */
export function describeProfile(profile: Profile): Omit<ProfileInfo, 'version' | 'image' | 'ready' | 'box'> {
  const { id, title, editorLanguage, mainFile, extensions, samples, libraries, positions, compile, lint } = profile
  return {
    id,
    title,
    editorLanguage,
    mainFile,
    extensions: [...extensions],
    starter: samples[0]?.files[0]?.content ?? '',
    libraries: libraries.map(library => ({ title: library.title, version: null })),
    positions: [...positions],
    compiles: compile !== null,
    checks: compile ? 'compile' : lint ? 'lint' : 'nothing',
    hasConsole: profile.console !== null,
    formats: profile.format !== null,
  }
}
