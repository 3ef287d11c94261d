'use client'

import './monaco-setup.ts'
import MonacoEditor from '@monaco-editor/react'
import { MarkerSeverity, type editor as MonacoEditors, editor as monacoEditor, Range, Selection } from 'monaco-editor'
import { useTheme } from 'next-themes'
import { useEffect, useRef } from 'react'
import type { EditorControls, EditorProps, Marker } from './editor-props.ts'
import { markerRange } from './marker-range.ts'
import { EditorSkeleton } from './skeleton.tsx'
import { mapCursor, textEdits } from './text-edits.ts'

type MonacoInstance = MonacoEditors.IStandaloneCodeEditor

const SEVERITIES = { error: MarkerSeverity.Error, warning: MarkerSeverity.Warning, info: MarkerSeverity.Info }

/** The code editor for who has a keyboard. */
export function Editor({ path, language, source, markers, onChange, onReady }: EditorProps) {
  const { resolvedTheme } = useTheme()
  const editor = useRef<MonacoInstance>(null)

  // The editor keeps a text for each path. One that it kept may be that of a file of this name that was deleted since.
  // biome-ignore lint/correctness/useExhaustiveDependencies: while the path stays, the editor itself follows the text
  useEffect(() => {
    const model = editor.current?.getModel()
    if (model && model.getValue() !== source) model.setValue(source)
  }, [path])

  // biome-ignore lint/correctness/useExhaustiveDependencies: another path is another text, with marks of its own
  useEffect(() => mark(editor.current, markers), [markers, path])

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
        mark(made, markers)
        onReady(controls(made))
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

function mark(editor: MonacoInstance | null, markers: readonly Marker[]): void {
  const model = editor?.getModel()
  if (!model) return
  const lines = model.getLineCount()
  const data = markers
    .filter(({ line }) => line <= lines)
    .map((marker): MonacoEditors.IMarkerData => {
      const { from, to } = markerRange(model.getLineContent(marker.line), marker)
      const { line, severity, message } = marker
      return {
        startLineNumber: line,
        startColumn: from,
        endLineNumber: line,
        endColumn: to,
        severity: SEVERITIES[severity],
        message: message || 'This line was named in the output.',
      }
    })
  monacoEditor.setModelMarkers(model, 'problems', data)
}

function controls(editor: MonacoInstance): EditorControls {
  return {
    focus: () => editor.focus(),
    goTo: (line, column = 1) => {
      const position = editor.getModel()?.validatePosition({ lineNumber: line, column })
      if (!position) return
      editor.setPosition(position)
      editor.revealPositionInCenterIfOutsideViewport(position)
      editor.focus()
    },
    relayout: (before, after) => {
      const model = editor.getModel()
      if (!model || model.getValue() !== before) return false
      const edits = textEdits(before, after)
      if (edits.length === 0) return true
      const cursor = mapCursor(before, edits, model.getOffsetAt(editor.getPosition() ?? { lineNumber: 1, column: 1 }))
      const top = editor.getScrollTop()
      editor.pushUndoStop()
      editor.executeEdits(
        'layout',
        edits.map(({ from, to, insert }) => ({
          range: Range.fromPositions(model.getPositionAt(from), model.getPositionAt(to)),
          text: insert,
        })),
        () => {
          const position = model.getPositionAt(cursor)
          return [Selection.fromPositions(position)]
        },
      )
      editor.pushUndoStop()
      editor.setScrollTop(top)
      return true
    },
  }
}
