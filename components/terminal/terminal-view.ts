import '../editor/style-nonce.ts'
import { FitAddon } from '@xterm/addon-fit'
import { UnicodeGraphemesAddon } from '@xterm/addon-unicode-graphemes'
import { WebLinksAddon } from '@xterm/addon-web-links'
import { WebglAddon } from '@xterm/addon-webgl'
import { Terminal } from '@xterm/xterm'
import { AT_REST, LEAVE_SCREEN } from '../../server/protocol/hygiene.ts'
import type { TerminalSize } from '../../server/protocol/messages.ts'
import type { Display } from '../workspace/run-output.ts'
import { keepClean, pasteable } from './hygiene.ts'
import { keySequence, type RowKey, withCtrl } from './keys.ts'
import { guardParser } from './parser-guard.ts'
import { type PictureEvents, showPictures } from './pictures.ts'
import { linkPlaces, type PlaceEvents } from './place-links.ts'
import { DARK, LIGHT } from './themes.ts'

export type TerminalEvents = PictureEvents &
  PlaceEvents & {
    readonly onInput: (bytes: Uint8Array) => void
    readonly onResize: (size: TerminalSize) => void
    /** Whether there is a program that takes keys. */
    readonly isLive: () => boolean
    /** A link was chosen whose text is not its address; only web addresses come. */
    readonly onLink: (address: string) => void
    /** Another run's output follows. */
    readonly onReset: () => void
    /** Ctrl, held for one key, is up again. */
    readonly onCtrlUp: () => void
  }

declare global {
  /** The terminal, for the browser's console and for tests: its text is drawn on a canvas, where nothing else can read it. */
  var gloveboxTerminal: Terminal | undefined
}

/** A terminal on the page, from when it is opened until it is disposed of. */
export class TerminalView implements Display {
  readonly #place: HTMLElement
  readonly #events: TerminalEvents
  readonly #terminal: Terminal
  readonly #fit = new FitAddon()
  readonly #observer: ResizeObserver
  #frame = 0
  #ctrl = false

  constructor(place: HTMLElement, dark: boolean, events: TerminalEvents) {
    const terminal = new Terminal({
      allowProposedApi: true,
      // What a program prints is not worth a line in the browser's log, however malformed it is.
      logLevel: 'off',
      cursorBlink: !matchMedia('(prefers-reduced-motion: reduce)').matches,
      cursorInactiveStyle: 'outline',
      fontFamily: '"JetBrains Mono Variable", ui-monospace, monospace',
      fontSize: 14,
      lineHeight: 1.25,
      scrollback: 10_000,
      theme: dark ? DARK : LIGHT,
      // Programs choose colours for a dark ground; what would be lost on ours is made legible.
      minimumContrastRatio: 4.5,
      macOptionIsMeta: true,
      linkHandler: { activate: (_event, address) => isWebAddress(address) && events.onLink(address) },
    })
    this.#place = place
    this.#events = events
    this.#terminal = terminal
    globalThis.gloveboxTerminal = terminal
    terminal.loadAddon(this.#fit)
    terminal.loadAddon(new UnicodeGraphemesAddon())
    terminal.loadAddon(new WebLinksAddon((_event, address) => openLink(address)))
    linkPlaces(terminal, events)
    guardParser(terminal)
    // What keeps clean comes last: it is asked first.
    showPictures(terminal, events)
    keepClean(terminal)
    terminal.open(place)
    // Before the terminal's own listener, which would pass control characters on.
    place.addEventListener('paste', this.#paste, { capture: true })
    terminal.textarea?.setAttribute('aria-label', 'Terminal')
    this.#drawWithGpu()
    terminal.attachCustomKeyEventHandler(event => this.#isForProgram(event))
    const encoder = new TextEncoder()
    terminal.onData(text => events.onInput(encoder.encode(this.#held(text))))
    // Mouse reports of old programs are bytes, not text.
    terminal.onBinary(text => events.onInput(Uint8Array.from(text, char => char.charCodeAt(0))))
    terminal.onResize(size => events.onResize({ cols: size.cols, rows: size.rows }))
    this.#observer = new ResizeObserver(() => {
      cancelAnimationFrame(this.#frame)
      this.#frame = requestAnimationFrame(() => this.fit())
    })
    this.#observer.observe(place)
    this.fit()
  }

  reset(): void {
    this.#terminal.reset()
    this.#events.onReset()
  }

  settle(byItself: boolean): void {
    this.#terminal.write(byItself ? AT_REST : `${LEAVE_SCREEN}${AT_REST}`)
  }

  write(bytes: Uint8Array, drawn: () => void): void {
    this.#terminal.write(bytes, drawn)
  }

  size(): TerminalSize {
    return { cols: this.#terminal.cols, rows: this.#terminal.rows }
  }

  fit(): void {
    this.#fit.fit()
  }

  focus(): void {
    this.#terminal.focus()
  }

  /** Types a key that a phone does not have. */
  press(key: RowKey): void {
    const ctrl = this.#ctrl
    this.holdCtrl(false)
    this.#terminal.input(keySequence(key, { ctrl, application: this.#terminal.modes.applicationCursorKeysMode }))
  }

  /** Holds Ctrl for the next key, or lets it go. */
  holdCtrl(held: boolean): void {
    if (this.#ctrl && !held) this.#events.onCtrlUp()
    this.#ctrl = held
  }

  /** The last lines of what is shown, once all that came until now is. What the screen has broken into rows is one line. */
  async lastLines(most: number): Promise<string> {
    await new Promise<void>(resolve => this.#terminal.write('', resolve))
    const buffer = this.#terminal.buffer.active
    const lines: string[] = []
    for (let y = Math.max(0, buffer.length - most); y < buffer.length; y++) {
      const line = buffer.getLine(y)
      const text = line?.translateToString(true) ?? ''
      if (line?.isWrapped && lines.length > 0) lines[lines.length - 1] += text
      else lines.push(text)
    }
    return lines.join('\n')
  }

  /** Empties the screen and what has scrolled away; the program goes on. */
  clear(): void {
    this.#terminal.clear()
  }

  setDark(dark: boolean): void {
    this.#terminal.options.theme = dark ? DARK : LIGHT
  }

  /** Keeps the screen as text beside the canvas, and announces what is printed. Costs time with every line, so it is off unless asked for. */
  setReadAloud(on: boolean): void {
    this.#terminal.options.screenReaderMode = on
  }

  dispose(): void {
    this.#place.removeEventListener('paste', this.#paste, { capture: true })
    this.#observer.disconnect()
    cancelAnimationFrame(this.#frame)
    this.#terminal.dispose()
    if (globalThis.gloveboxTerminal === this.#terminal) globalThis.gloveboxTerminal = undefined
  }

  /** What is typed, with Ctrl where that is held. */
  #held(text: string): string {
    if (!this.#ctrl || text.length !== 1) return text
    this.holdCtrl(false)
    return withCtrl(text) ?? text
  }

  readonly #paste = (event: ClipboardEvent): void => {
    event.preventDefault()
    event.stopPropagation()
    this.#terminal.paste(pasteable(event.clipboardData?.getData('text/plain') ?? ''))
  }

  /** Without WebGL, or when the browser takes it away, the terminal draws with elements instead. */
  #drawWithGpu(): void {
    try {
      const addon = new WebglAddon()
      addon.onContextLoss(() => addon.dispose())
      this.#terminal.loadAddon(addon)
    } catch {
      // The terminal draws with elements by itself.
    }
  }

  /** False for keys that are the page's: copying, pasting, running, leaving. */
  #isForProgram(event: KeyboardEvent): boolean {
    if (event.key === 'F6') return false
    // Without a program nobody has a use for Tab but who moves through the page by keyboard.
    if (event.key === 'Tab' && !this.#events.isLive()) return false
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) return false
    if (!event.ctrlKey || event.altKey || event.metaKey) return true
    const key = event.key.toLowerCase()
    // Pasting is the browser's: it asks for no permission when a key does it.
    if (key === 'v') return false
    if (key === 'c' && (event.shiftKey || this.#terminal.hasSelection())) {
      if (event.type === 'keydown') {
        event.preventDefault()
        void navigator.clipboard?.writeText(this.#terminal.getSelection()).catch(() => {})
        this.#terminal.clearSelection()
      }
      return false
    }
    return true
  }
}

/** A program's output may hold any address: only those of the web are opened, in a tab that knows nothing of this one. */
export function openLink(address: string): void {
  if (isWebAddress(address)) window.open(address, '_blank', 'noopener,noreferrer')
}

function isWebAddress(address: string): boolean {
  return URL.canParse(address) && /^https?:$/.test(new URL(address).protocol)
}
