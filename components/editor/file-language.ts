import type { ProfileInfo } from '../../server/protocol/profile-info.ts'

/** Formats of data that any language meets, by how their names end, as the editor calls them. */
const DATA: Readonly<Record<string, string>> = {
  '.json': 'json',
  '.md': 'markdown',
  '.html': 'html',
  '.htm': 'html',
  '.svg': 'xml',
  '.xml': 'xml',
  '.css': 'css',
  '.yaml': 'yaml',
  '.yml': 'yaml',
  '.ini': 'ini',
  '.toml': 'ini',
  '.sql': 'sql',
}

/** What the editor is to take a file for. The language's own endings come first; the main file is of the language whatever its name. */
export function fileLanguage(profile: Pick<ProfileInfo, 'editorLanguage' | 'extensions'>, name: string, isMain: boolean): string {
  if (isMain || profile.extensions.some(ending => name.endsWith(ending))) return profile.editorLanguage
  return DATA[ending(name)] ?? 'plaintext'
}

/** What a name says of its file's language where no profile is at hand: as the editor calls it, or as its names end, without the dot. */
export function endingLanguage(name: string): string {
  return DATA[ending(name)] ?? (ending(name).slice(1) || 'plaintext')
}

/** With its dot, in small letters; empty where there is none. */
function ending(name: string): string {
  const dot = name.lastIndexOf('.')
  return dot > name.lastIndexOf('/') ? name.slice(dot).toLowerCase() : ''
}

/** Names a file for the editor, which reads such names as addresses. */
export function modelPath(profileId: string, name: string): string {
  return `${profileId}/${name.split('/').map(encodeURIComponent).join('/')}`
}
