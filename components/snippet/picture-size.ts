/** What those who show a link make room for, in pixels. */
export const PICTURE_WIDTH = 1200
export const PICTURE_HEIGHT = 630
