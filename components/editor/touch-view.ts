import { closeBrackets, closeBracketsKeymap } from '@codemirror/autocomplete'
import { defaultKeymap, history, historyKeymap, indentWithTab, isolateHistory } from '@codemirror/commands'
import { bracketMatching, indentOnInput, indentUnit } from '@codemirror/language'
import { type Diagnostic, setDiagnostics } from '@codemirror/lint'
import { Compartment, EditorState, type Extension, type StateEffect, Transaction } from '@codemirror/state'
import { drawSelection, EditorView, highlightActiveLine, highlightActiveLineGutter, keymap, lineNumbers } from '@codemirror/view'
import type { EditorControls, Marker } from './editor-props.ts'
import { markerRange } from './marker-range.ts'
import { mapCursor, textEdits } from './text-edits.ts'
import { touchLanguage } from './touch-languages.ts'
import { touchTheme } from './touch-theme.ts'

/** Texts whose steps to undo are kept. */
const TEXTS_KEPT = 64

export type TouchOptions = {
  readonly readonly?: boolean
  /** Told how high all of a text is, in pixels, whenever that changes. */
  readonly onHeight?: (px: number, path: string) => void
}

/** A text that is not shown now, with its steps to undo, its cursor and where it was scrolled to. */
type Kept = { readonly state: EditorState; readonly scroll: StateEffect<unknown> }

/** CodeMirror with a text for each file. */
export class TouchView implements EditorControls {
  readonly #view: EditorView
  readonly #onChange: (text: string, path: string) => void
  readonly #options: TouchOptions
  readonly #language = new Compartment()
  readonly #texts = new Map<string, Kept>()
  #path: string | null = null
  #languageName = ''

  constructor(place: HTMLElement, onChange: (text: string, path: string) => void, options: TouchOptions = {}) {
    this.#onChange = onChange
    this.#options = options
    this.#view = new EditorView({ parent: place, state: this.#stateOf('', 0) })
  }

  /**
   * Shows a file's text. What comes from elsewhere than from here is one step to undo. `linesBefore`: lines of the file that stand before the text and
   * are not shown; they count.
   */
  show(path: string, language: string, source: string, linesBefore = 0): void {
    if (path !== this.#path) {
      if (this.#path !== null) this.#keep(this.#path)
      this.#path = path
      this.#languageName = ''
      const kept = this.#texts.get(path)
      this.#view.setState(kept?.state ?? this.#stateOf(source, linesBefore))
      if (kept) this.#view.dispatch({ effects: kept.scroll })
      else this.#view.scrollDOM.scrollTop = 0
      this.#forgetSelection()
    }
    const now = this.#view.state.doc
    // Whatever its lines end in: to be shown is no change of a text.
    if (now.toString() !== source.replace(/\r\n?/g, '\n')) {
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

  #stateOf(text: string, linesBefore: number): EditorState {
    return EditorState.create({ doc: text, extensions: this.#extensions(linesBefore) })
  }

  /** Whoever comes by Tab is to find the cursor where the text has it, not where the browser has left it of the text before. */
  #forgetSelection(): void {
    const selection = getSelection()
    if (!this.#view.hasFocus && selection && this.#view.contentDOM.contains(selection.anchorNode)) selection.removeAllRanges()
  }

  #keep(path: string): void {
    this.#texts.delete(path)
    this.#texts.set(path, { state: this.#view.state, scroll: this.#view.scrollSnapshot() })
    const oldest = this.#texts.keys().next().value
    if (this.#texts.size > TEXTS_KEPT && oldest !== undefined) this.#texts.delete(oldest)
  }

  async #load(path: string, language: string): Promise<void> {
    this.#languageName = language
    const support = await touchLanguage(language)
    if (this.#path === path && this.#languageName === language)
      this.#view.dispatch({ effects: this.#language.reconfigure(support), annotations: Transaction.addToHistory.of(false) })
  }

  #extensions(linesBefore: number): Extension {
    const nonce = document.querySelector<HTMLMetaElement>('meta[name="csp-nonce"]')?.content
    const { readonly = false, onHeight } = this.#options
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
        if (update.docChanged) this.#onChange(update.state.doc.toString(), this.#path ?? '')
        if (update.heightChanged || update.geometryChanged) onHeight?.(update.view.contentHeight, this.#path ?? '')
      }),
      touchTheme,
      this.#language.of([]),
    ]
  }
}
