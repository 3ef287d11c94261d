/**
 * Bounds of the browser protocol, in force on both ends: the page refuses early and kindly, the server refuses for certain.
 * Sizes are bytes of UTF-8 unless the name says otherwise.
 */

/** Text files of one run, all together. */
export const SOURCE_BYTES = 1024 * 1024

/** All files of one run, with those that are not text. */
export const FILES_BYTES = 4 * 1024 * 1024

/** The folder of a workspace that belongs to the compiler: it is not listed, and no file of a page may be in it. */
export const BUILD_FOLDER = '.glovebox'

/** What a program reads from its standard input when that is set beforehand. */
export const PRESET_INPUT_BYTES = 256 * 1024

/** The largest file that is handed out of a box. */
export const FETCH_BYTES = 4 * 1024 * 1024

/** What a compiler or a linter says ahead of a Run. More is dropped. */
export const CHECK_OUTPUT_BYTES = 64 * 1024
/** Source files of one run. */
export const SOURCE_FILES = 64
/** A file's name, path included. */
export const NAME_BYTES = 255
/** Program arguments, and the bytes of one of them. */
export const ARGUMENTS = 64
export const ARGUMENT_BYTES = 4096
/** One WebSocket message. JSON escapes may double a source that is within its bound, and base64 adds a third. */
export const MESSAGE_BYTES = 8 * 1024 * 1024
/** One binary frame of typed or pasted input, header included. The page cuts longer pastes. */
export const STDIN_FRAME_BYTES = 64 * 1024
/** Input that a program has not taken yet. More is refused with `stdin_overflow`. */
export const STDIN_PENDING_BYTES = 1024 * 1024
/** Output that may be on its way to a browser that has not drawn it; also the size of the replay ring. */
export const OUTPUT_WINDOW_BYTES = 256 * 1024
/** The page acknowledges at least every so many drawn bytes. */
export const ACK_EVERY_BYTES = 32 * 1024
/** Terminal size, in cells. */
export const TERMINAL_CELLS = 1000
/** A connection must say hello within this time. */
export const HELLO_MS = 10_000
/** The page sends a ping this often; the server does the same with WebSocket pings. */
export const HEARTBEAT_MS = 20_000
/** Messages one connection may send: sustained rate per second, and burst. Acknowledging a flood takes several hundred a second. */
export const MESSAGES_PER_SECOND = 2000
export const MESSAGES_BURST = 4000
