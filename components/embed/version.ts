/** Of the messages between a page and a frame. Raised when an old page could misread a new frame, or the other way round. */
export const EMBED_VERSION = 1
