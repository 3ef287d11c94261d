import type * as Monaco from 'monaco-editor'

const KEYWORDS =
  'as case class data default deriving do else family forall foreign hiding if import in infix infixl infixr instance let mdo module newtype of pattern proc qualified rec then type where'

/** Teaches the editor Haskell, which it does not bring: words as the Haskell 2010 report has them (§2, lexical structure). */
export function defineHaskell({ languages }: typeof Monaco): void {
  languages.register({ id: 'haskell', extensions: ['.hs'], aliases: ['Haskell'] })
  languages.setLanguageConfiguration('haskell', {
    comments: { lineComment: '--', blockComment: ['{-', '-}'] },
    brackets: [
      ['{', '}'],
      ['[', ']'],
      ['(', ')'],
    ],
    autoClosingPairs: [
      { open: '{', close: '}' },
      { open: '[', close: ']' },
      { open: '(', close: ')' },
      { open: '"', close: '"', notIn: ['string', 'comment'] },
    ],
    // A prime is part of a name.
    wordPattern: /[A-Za-z_][\w']*|\d+(?:\.\d+)?/,
  })
  languages.setMonarchTokensProvider('haskell', {
    keywords: KEYWORDS.split(' '),
    tokenizer: {
      root: [
        [/\{-#.*?#-\}/, 'keyword'],
        [/\{-/, 'comment', '@comment'],
        // More dashes are a comment too, unless they are part of an operator.
        [/--+(?![!#$%&*+./<=>?@\\^|~:-]).*$/, 'comment'],
        [/"(?:[^"\\]|\\.)*$/, 'string'],
        [/"/, 'string', '@string'],
        [/'(?:[^'\\]|\\[^']+|\\')'/, 'string'],
        [/0[xX][\da-fA-F_]+|0[oO][0-7_]+|0[bB][01_]+|\d[\d_]*(?:\.\d[\d_]*)?(?:[eE][+-]?\d+)?/, 'number'],
        [/[A-Z][\w']*/, 'type'],
        [/[a-z_][\w']*/, { cases: { '@keywords': 'keyword', '@default': 'identifier' } }],
        [/[{}()[\],;`]/, 'delimiter'],
        [/[!#$%&*+./<=>?@\\^|~:-]+/, 'operator'],
      ],
      comment: [
        [/[^{-]+/, 'comment'],
        [/\{-/, 'comment', '@push'],
        [/-\}/, 'comment', '@pop'],
        [/[{-]/, 'comment'],
      ],
      string: [
        [/[^"\\]+/, 'string'],
        [/\\(?:.|$)/, 'string.escape'],
        [/"/, 'string', '@pop'],
      ],
    },
  })
}
