import type { Terminal } from '@xterm/xterm'

/** The part of xterm that reads output. It is not in xterm's interface; the browser tests fail when another version has it elsewhere. */
type InputHandler = {
  parse: (data: string | Uint8Array, promiseResult?: boolean) => Promise<boolean> | undefined
  readonly _parseStack: { paused: boolean }
  readonly _parser: { reset: () => void }
}

/**
 * Keeps a terminal going when what reads its output throws, as a decoder of pictures may: xterm by itself would never take another byte, nor say that
 * those before are drawn, and a program's output would stand still for good. The rest of the piece of output in which it happened is lost.
 */
export function guardParser(terminal: Terminal): void {
  const handler = (terminal as unknown as { readonly _core: { readonly _inputHandler: InputHandler } })._core._inputHandler
  const parse = handler.parse.bind(handler)
  handler.parse = (data, promiseResult) => {
    try {
      return parse(data, promiseResult)
    } catch {
      handler._parseStack.paused = false
      handler._parser.reset()
      return undefined
    }
  }
}
