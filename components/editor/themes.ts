import type * as Monaco from 'monaco-editor'

type Palette = {
  readonly keyword: string
  readonly text: string
  readonly number: string
  readonly comment: string
  readonly type: string
  readonly call: string
  readonly plain: string
}

const LIGHT: Palette = {
  keyword: '0b5d54',
  text: '8a4b00',
  number: '7a2e8e',
  comment: '5c6b66',
  type: '1a56a0',
  call: '1a56a0',
  plain: '14201d',
}
const DARK: Palette = {
  keyword: '5fd6c3',
  text: 'e8b978',
  number: 'd6a4e0',
  comment: '83948f',
  type: '8fbcf2',
  call: '8fbcf2',
  plain: 'e7efec',
}

function rules(palette: Palette): Monaco.editor.ITokenThemeRule[] {
  return [
    { token: '', foreground: palette.plain },
    { token: 'keyword', foreground: palette.keyword },
    { token: 'string', foreground: palette.text },
    { token: 'string.escape', foreground: palette.number },
    { token: 'number', foreground: palette.number },
    { token: 'comment', foreground: palette.comment, fontStyle: 'italic' },
    { token: 'type', foreground: palette.type },
    { token: 'tag', foreground: palette.call },
    { token: 'delimiter', foreground: palette.plain },
  ]
}

/** Brackets of every depth in one quiet colour. */
function brackets(colour: string): Monaco.editor.IColors {
  return Object.fromEntries([1, 2, 3, 4, 5, 6].map(depth => [`editorBracketHighlight.foreground${depth}`, colour]))
}

/** The editor in the page's colours (app/globals.css). */
export function defineThemes(monaco: typeof Monaco): void {
  monaco.editor.defineTheme('glovebox-light', {
    base: 'vs',
    inherit: true,
    rules: rules(LIGHT),
    colors: {
      ...brackets('#56635f'),
      'editor.background': '#ffffff',
      'editorLineNumber.foreground': '#66726e',
      'editorLineNumber.dimmedForeground': '#66726e',
      'editorLineNumber.activeForeground': '#14201d',
      'editor.lineHighlightBackground': '#f3f5f4',
      'editor.lineHighlightBorder': '#00000000',
      'editor.selectionBackground': '#bfe6de',
      'editorCursor.foreground': '#0f7469',
      focusBorder: '#00000000',
    },
  })
  monaco.editor.defineTheme('glovebox-dark', {
    base: 'vs-dark',
    inherit: true,
    rules: rules(DARK),
    colors: {
      ...brackets('#95a5a0'),
      'editor.background': '#101716',
      'editorLineNumber.foreground': '#7b8a86',
      'editorLineNumber.dimmedForeground': '#7b8a86',
      'editorLineNumber.activeForeground': '#e7efec',
      'editor.lineHighlightBackground': '#17201e',
      'editor.lineHighlightBorder': '#00000000',
      'editor.selectionBackground': '#1f4c45',
      'editorCursor.foreground': '#4fd1bd',
      focusBorder: '#00000000',
    },
  })
}
