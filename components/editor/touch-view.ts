import { closeBrackets, closeBracketsKeymap } from '@codemirror/autocomplete'
import { defaultKeymap, history, historyKeymap, indentWithTab, isolateHistory } from '@codemirror/commands'
import { bracketMatching, indentOnInput, indentUnit } from '@codemirror/language'
import { type Diagnostic, setDiagnostics } from '@codemirror/lint'
import { Compartment, EditorState, type Extension, Transaction } from '@codemirror/state'
import { drawSelection, EditorView, highlightActiveLine, highlightActiveLineGutter, keymap, lineNumbers } from '@codemirror/view'
import type { EditorControls, Marker } from './editor-props.ts'
import { markerRange } from './marker-range.ts'
import { mapCursor, textEdits } from './text-edits.ts'
import { touchLanguage } from './touch-languages.ts'
import { touchTheme } from './touch-theme.ts'

/** Texts whose steps to undo are kept. */
const TEXTS_KEPT = 64

export type TouchOptions = {
  /** Lines of the file that stand before the text and are not shown: they count. */
  readonly linesBefore?: number
  readonly readonly?: boolean
  /** Told how high all of the text is, in pixels, whenever that changes. */
  readonly onHeight?: (px: number) => void
}

/** CodeMirror with a text for each file. */
export class TouchView implements EditorControls {
  readonly #view: EditorView
  readonly #onChange: (text: string) => void
  readonly #options: TouchOptions
  readonly #language = new Compartment()
  readonly #texts = new Map<string, EditorState>()
  #path: string | null = null
  #languageName = ''

  constructor(place: HTMLElement, onChange: (text: string) => void, options: TouchOptions = {}) {
    this.#onChange = onChange
    this.#options = options
    this.#view = new EditorView({ parent: place, state: this.#stateOf('') })
  }

  /** Shows a file's text. What comes from elsewhere than from here is one step to undo. */
  show(path: string, language: string, source: string): void {
    if (path !== this.#path) {
      if (this.#path !== null) this.#keep(this.#path)
      this.#path = path
      this.#languageName = ''
      this.#view.setState(this.#texts.get(path) ?? this.#stateOf(source))
    }
    const now = this.#view.state.doc
    if (now.toString() !== source) {
      this.#view.dispatch({ changes: { from: 0, to: now.length, insert: source }, annotations: isolateHistory.of('full') })
    }
    if (language !== this.#languageName) void this.#load(path, language)
  }

  mark(markers: readonly Marker[]): void {
    const { state } = this.#view
    const diagnostics = markers
      .filter(({ line }) => line <= state.doc.lines)
      .map((marker): Diagnostic => {
        const line = state.doc.line(marker.line)
        const { from, to } = markerRange(line.text, marker)
        const { severity, message } = marker
        return { from: line.from + from - 1, to: line.from + to - 1, severity, message: message || 'This line was named in the output.' }
      })
    this.#view.dispatch(setDiagnostics(state, diagnostics))
  }

  focus(): void {
    this.#view.focus()
  }

  goTo(at: number, column = 1): void {
    const { doc } = this.#view.state
    const line = doc.line(Math.min(at, doc.lines))
    const anchor = Math.min(line.from + column - 1, line.to)
    this.#view.dispatch({ selection: { anchor }, effects: EditorView.scrollIntoView(anchor, { y: 'center' }) })
    this.#view.focus()
  }

  relayout(before: string, after: string): boolean {
    const { doc, selection } = this.#view.state
    if (doc.toString() !== before) return false
    const edits = textEdits(before, after)
    const changes = edits.map(({ from, to, insert }) => ({ from, to, insert }))
    const anchor = mapCursor(before, edits, selection.main.head)
    this.#view.dispatch({
      changes,
      selection: { anchor },
      annotations: [isolateHistory.of('full'), Transaction.userEvent.of('input.layout')],
    })
    return true
  }

  dispose(): void {
    this.#view.destroy()
  }

  #stateOf(text: string): EditorState {
    return EditorState.create({ doc: text, extensions: this.#extensions() })
  }

  #keep(path: string): void {
    this.#texts.delete(path)
    this.#texts.set(path, this.#view.state)
    const oldest = this.#texts.keys().next().value
    if (this.#texts.size > TEXTS_KEPT && oldest !== undefined) this.#texts.delete(oldest)
  }

  async #load(path: string, language: string): Promise<void> {
    this.#languageName = language
    const support = await touchLanguage(language)
    if (this.#path === path && this.#languageName === language)
      this.#view.dispatch({ effects: this.#language.reconfigure(support), annotations: Transaction.addToHistory.of(false) })
  }

  #extensions(): Extension {
    const nonce = document.querySelector<HTMLMetaElement>('meta[name="csp-nonce"]')?.content
    const { linesBefore = 0, readonly = false, onHeight } = this.#options
    return [
      readonly ? [EditorState.readOnly.of(true), EditorView.editable.of(false)] : [],
      nonce ? EditorView.cspNonce.of(nonce) : [],
      lineNumbers({ formatNumber: line => String(line + linesBefore) }),
      highlightActiveLine(),
      highlightActiveLineGutter(),
      drawSelection(),
      history(),
      indentOnInput(),
      indentUnit.of('    '),
      bracketMatching(),
      closeBrackets(),
      EditorView.lineWrapping,
      keymap.of([...closeBracketsKeymap, ...defaultKeymap, ...historyKeymap, indentWithTab]),
      EditorView.contentAttributes.of({
        'aria-label': 'Code editor',
        // It can be reached without; this tells so to who reads the page's elements.
        tabindex: '0',
        autocapitalize: 'off',
        autocorrect: 'off',
        autocomplete: 'off',
        spellcheck: 'false',
      }),
      EditorView.updateListener.of(update => {
        if (update.docChanged) this.#onChange(update.state.doc.toString())
        if (update.heightChanged || update.geometryChanged) onHeight?.(update.view.contentHeight)
      }),
      touchTheme,
      this.#language.of([]),
    ]
  }
}
