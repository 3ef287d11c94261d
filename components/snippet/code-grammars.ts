import type { LanguageRegistration } from 'shiki/types'

type Load = () => Promise<{ readonly default: LanguageRegistration[] }>

/** Grammars by how names of files end. Only those that are needed are loaded. */
const GRAMMARS: Readonly<Record<string, Load>> = {
  py: () => import('shiki/langs/python.mjs'),
  sh: () => import('shiki/langs/shellscript.mjs'),
  sql: () => import('shiki/langs/sql.mjs'),
  c: () => import('shiki/langs/c.mjs'),
  cpp: () => import('shiki/langs/cpp.mjs'),
  go: () => import('shiki/langs/go.mjs'),
  hs: () => import('shiki/langs/haskell.mjs'),
  java: () => import('shiki/langs/java.mjs'),
  js: () => import('shiki/langs/javascript.mjs'),
  lua: () => import('shiki/langs/lua.mjs'),
  pl: () => import('shiki/langs/perl.mjs'),
  php: () => import('shiki/langs/php.mjs'),
  r: () => import('shiki/langs/r.mjs'),
  rb: () => import('shiki/langs/ruby.mjs'),
  rs: () => import('shiki/langs/rust.mjs'),
  ts: () => import('shiki/langs/typescript.mjs'),
  tsx: () => import('shiki/langs/tsx.mjs'),
  json: () => import('shiki/langs/json.mjs'),
  md: () => import('shiki/langs/markdown.mjs'),
  html: () => import('shiki/langs/html.mjs'),
  css: () => import('shiki/langs/css.mjs'),
  xml: () => import('shiki/langs/xml.mjs'),
  yaml: () => import('shiki/langs/yaml.mjs'),
  ini: () => import('shiki/langs/ini.mjs'),
}

/** Other endings of the same. */
const SAME: Readonly<Record<string, string>> = {
  bash: 'sh',
  h: 'cpp',
  hpp: 'cpp',
  cc: 'cpp',
  cxx: 'cpp',
  mjs: 'js',
  cjs: 'js',
  pm: 'pl',
  htm: 'html',
  svg: 'xml',
  yml: 'yaml',
  toml: 'ini',
}

/** The grammar of a file; null for what is shown plain. */
export function grammarOf(name: string): Load | null {
  const ending = /\.([^./]+)$/.exec(name)?.[1]?.toLowerCase() ?? ''
  const known = SAME[ending] ?? ending
  return Object.hasOwn(GRAMMARS, known) ? (GRAMMARS[known] ?? null) : null
}
