import type { ProfileInfo } from '../../server/protocol/profile-info.ts'

/** A language for tests. */
export const testProfile: ProfileInfo = {
  id: 'x',
  title: 'X',
  version: '1.0',
  editorLanguage: 'x',
  mainFile: 'main.x',
  extensions: ['.x'],
  starter: 'go',
  libraries: [],
  positions: [],
  compiles: false,
  checks: 'lint',
  hasConsole: true,
  formats: true,
  image: { name: 'ready' },
  ready: true,
  box: 'standard box',
}
