import type { StreamParser } from '@codemirror/language'
import { StreamLanguage } from '@codemirror/language'
import type { Extension } from '@codemirror/state'

type Load = () => Promise<Extension>

const stream = async <T>(parser: Promise<StreamParser<T>>): Promise<Extension> => StreamLanguage.define(await parser)

/** How to load a language, by the name that editorLanguage in profile.json gives it. Only the one that is needed is loaded. */
const LANGUAGES: Readonly<Record<string, Load>> = {
  python: async () => (await import('@codemirror/lang-python')).python(),
  javascript: async () => (await import('@codemirror/lang-javascript')).javascript(),
  typescript: async () => (await import('@codemirror/lang-javascript')).javascript({ typescript: true }),
  c: async () => (await import('@codemirror/lang-cpp')).cpp(),
  cpp: async () => (await import('@codemirror/lang-cpp')).cpp(),
  go: async () => (await import('@codemirror/lang-go')).go(),
  rust: async () => (await import('@codemirror/lang-rust')).rust(),
  java: async () => (await import('@codemirror/lang-java')).java(),
  php: async () => (await import('@codemirror/lang-php')).php(),
  sql: async () => (await import('@codemirror/lang-sql')).sql(),
  ruby: () => stream(import('@codemirror/legacy-modes/mode/ruby').then(mode => mode.ruby)),
  shell: () => stream(import('@codemirror/legacy-modes/mode/shell').then(mode => mode.shell)),
  r: () => stream(import('@codemirror/legacy-modes/mode/r').then(mode => mode.r)),
  lua: () => stream(import('@codemirror/legacy-modes/mode/lua').then(mode => mode.lua)),
  perl: () => stream(import('@codemirror/legacy-modes/mode/perl').then(mode => mode.perl)),
  haskell: () => stream(import('@codemirror/legacy-modes/mode/haskell').then(mode => mode.haskell)),
  json: async () => (await import('@codemirror/lang-javascript')).javascript(),
  xml: () => stream(import('@codemirror/legacy-modes/mode/xml').then(mode => mode.xml)),
  html: () => stream(import('@codemirror/legacy-modes/mode/xml').then(mode => mode.html)),
  css: () => stream(import('@codemirror/legacy-modes/mode/css').then(mode => mode.css)),
  yaml: () => stream(import('@codemirror/legacy-modes/mode/yaml').then(mode => mode.yaml)),
  ini: () => stream(import('@codemirror/legacy-modes/mode/properties').then(mode => mode.properties)),
}

/** Other words for the same: ids of languages, and how names of files end. */
const SAME: Readonly<Record<string, string>> = {
  py: 'python',
  js: 'javascript',
  ts: 'typescript',
  rs: 'rust',
  rb: 'ruby',
  pl: 'perl',
  hs: 'haskell',
  sh: 'shell',
  bash: 'shell',
  'c++': 'cpp',
  cc: 'cpp',
  h: 'cpp',
  hpp: 'cpp',
}

/** A language's colours and indenting; nothing for one that there is none for, or that cannot be loaded. */
export async function touchLanguage(language: string): Promise<Extension> {
  try {
    return (await LANGUAGES[SAME[language] ?? language]?.()) ?? []
  } catch {
    return []
  }
}
