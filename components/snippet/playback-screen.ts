import '../editor/style-nonce.ts'
import { UnicodeGraphemesAddon } from '@xterm/addon-unicode-graphemes'
import { Terminal } from '@xterm/xterm'
import type { Recording } from '../../server/protocol/snippet.ts'
import { keepClean } from '../terminal/hygiene.ts'
import { guardParser } from '../terminal/parser-guard.ts'
import { showPictures } from '../terminal/pictures.ts'
import { DARK, LIGHT } from '../terminal/themes.ts'
import type { Screen } from './player.ts'

/** A terminal that shows a recording. Nobody types into it, and no link in it leads anywhere. */
export class PlaybackScreen implements Screen {
  readonly #terminal: Terminal

  constructor(place: HTMLElement, { cols, rows }: Pick<Recording, 'cols' | 'rows'>, dark: boolean) {
    const terminal = new Terminal({
      allowProposedApi: true,
      logLevel: 'off',
      cols,
      rows,
      disableStdin: true,
      cursorInactiveStyle: 'none',
      fontFamily: '"JetBrains Mono Variable", ui-monospace, monospace',
      fontSize: 13,
      lineHeight: 1.25,
      scrollback: 10_000,
      theme: dark ? DARK : LIGHT,
      minimumContrastRatio: 4.5,
      linkHandler: { activate: () => {} },
    })
    this.#terminal = terminal
    terminal.loadAddon(new UnicodeGraphemesAddon())
    guardParser(terminal)
    showPictures(terminal, { onPicture: () => {}, onFault: () => {} })
    keepClean(terminal)
    terminal.open(place)
    // Keys go to the page: a terminal would keep Tab to itself.
    terminal.attachCustomKeyEventHandler(() => false)
    terminal.textarea?.setAttribute('tabindex', '-1')
    terminal.textarea?.setAttribute('aria-label', 'Recorded output')
  }

  reset(): void {
    this.#terminal.reset()
  }

  write(text: string): void {
    this.#terminal.write(text)
  }

  setDark(dark: boolean): void {
    this.#terminal.options.theme = dark ? DARK : LIGHT
  }

  dispose(): void {
    this.#terminal.dispose()
  }
}
