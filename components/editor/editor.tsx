'use client'

import './monaco-setup.ts'
import MonacoEditor from '@monaco-editor/react'
import type { editor as MonacoEditors } from 'monaco-editor'
import { useTheme } from 'next-themes'
import { useEffect, useRef } from 'react'
import { EditorSkeleton } from './skeleton.tsx'

export type EditorProps = {
  /** Names the text: another path is another text. */
  readonly path: string
  readonly language: string
  /** The text. What comes from elsewhere than from the editor is one step to undo. */
  readonly source: string
  readonly onChange: (source: string) => void
  /** Told how to move the focus here. */
  readonly onReady: (focus: () => void) => void
}

/** The code editor. */
export function Editor({ path, language, source, onChange, onReady }: EditorProps) {
  const { resolvedTheme } = useTheme()
  const editor = useRef<MonacoEditors.IStandaloneCodeEditor>(null)

  // The editor keeps a text for each path. One that it kept may be that of a file of this name that was deleted since.
  // biome-ignore lint/correctness/useExhaustiveDependencies: while the path stays, the editor itself follows the text
  useEffect(() => {
    const model = editor.current?.getModel()
    if (model && model.getValue() !== source) model.setValue(source)
  }, [path])
  return (
    <MonacoEditor
      path={path}
      language={language}
      value={source}
      theme={resolvedTheme === 'dark' ? 'glovebox-dark' : 'glovebox-light'}
      loading={<EditorSkeleton />}
      onChange={text => onChange(text ?? '')}
      onMount={made => {
        editor.current = made
        onReady(() => made.focus())
      }}
      options={{
        ariaLabel: 'Code editor',
        automaticLayout: true,
        fontFamily: '"JetBrains Mono Variable", ui-monospace, monospace',
        fontSize: 14,
        lineHeight: 22,
        fontLigatures: false,
        minimap: { enabled: false },
        scrollBeyondLastLine: false,
        padding: { top: 12, bottom: 12 },
        lineNumbersMinChars: 3,
        lineDecorationsWidth: 8,
        glyphMargin: false,
        folding: false,
        overviewRulerLanes: 0,
        renderLineHighlight: 'line',
        smoothScrolling: false,
        tabSize: 4,
        wordWrap: 'on',
        fixedOverflowWidgets: true,
        scrollbar: { verticalScrollbarSize: 10, horizontalScrollbarSize: 10, useShadows: false },
        stickyScroll: { enabled: false },
        unicodeHighlight: { ambiguousCharacters: false },
      }}
    />
  )
}
