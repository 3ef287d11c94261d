/** A place that something is said about. Lines and columns count from 1. */
export type Marker = {
  readonly line: number
  readonly column?: number
  readonly severity: 'error' | 'warning' | 'info'
  readonly message: string
}

/** What the page does with an editor. */
export type EditorControls = {
  readonly focus: () => void
  /** Puts the cursor at a place, in view, with the focus. */
  readonly goTo: (line: number, column?: number) => void
  /**
   * Puts another layout of the text in its place, as one step to undo, with the cursor at the same place in the code. False where the text is not
   * `before` any more; it stays.
   */
  readonly relayout: (before: string, after: string) => boolean
}

/** Every editor of the page: for a keyboard, for touch, and the plain one where neither can be loaded. */
export type EditorProps = {
  /** Names the text: another path is another text. */
  readonly path: string
  readonly language: string
  /** The text. What comes from elsewhere than from the editor is one step to undo. */
  readonly source: string
  readonly markers: readonly Marker[]
  readonly onChange: (source: string) => void
  readonly onReady: (controls: EditorControls) => void
}
