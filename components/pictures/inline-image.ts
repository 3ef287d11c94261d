import { type ImageHeader, imageHeader, sizeFault } from './image-header.ts'

/** One picture, as a file. */
export const PICTURE_BYTES = 4 * 1024 * 1024
const HEADER_CHARS = 4096
const NAME_CHARS = 120
const BASE64_CHARS = Math.ceil(PICTURE_BYTES / 3) * 4

/** A length on the screen as the sequence gives it. */
type Length = { readonly amount: number; readonly unit: 'cells' | 'pixels' | 'percent' }

/** A picture that a program has printed. */
export type InlineImage = ImageHeader & {
  readonly bytes: Uint8Array<ArrayBuffer>
  readonly name: string | null
  /** How large the program wants it drawn; null for its own size. */
  readonly drawWidth: Length | null
  readonly drawHeight: Length | null
  readonly keepRatio: boolean
}

/**
 * Reads what a program printed in OSC 1337, iTerm2's own sequence, of which only pictures to be shown in place are heard: `File=inline=1;…:base64`.
 * Null for everything else in that sequence, a sentence for a picture that cannot be shown. The payload is hostile.
 */
export function readInlineImage(payload: string): InlineImage | { readonly fault: string } | null {
  if (!payload.startsWith('File=')) return null
  const colon = payload.slice(0, HEADER_CHARS).indexOf(':')
  if (colon < 0) return null
  const fields = new Map(
    payload
      .slice('File='.length, colon)
      .split(';')
      .map(field => [field.slice(0, field.indexOf('=')).trim(), field.slice(field.indexOf('=') + 1).trim()]),
  )
  // A file that is not shown in place would be a download, which is not for programs to begin.
  if (fields.get('inline') !== '1') return null
  if (payload.length - colon - 1 > BASE64_CHARS) return { fault: `The picture is too large; the limit is ${PICTURE_BYTES / 1_048_576} MB.` }
  const bytes = decode(payload.slice(colon + 1))
  if (!bytes) return { fault: 'The picture is broken: it is not valid base64.' }
  const header = imageHeader(bytes)
  if (!header) return { fault: 'The picture is broken, or none of PNG, JPEG, GIF and WebP.' }
  const fault = sizeFault(header)
  if (fault) return { fault }
  return {
    ...header,
    bytes,
    name: readName(fields.get('name')),
    drawWidth: readLength(fields.get('width')),
    drawHeight: readLength(fields.get('height')),
    keepRatio: fields.get('preserveAspectRatio') !== '0',
  }
}

/** Programs break lines within base64 as they please. */
function decode(base64: string): Uint8Array<ArrayBuffer> | null {
  try {
    return Uint8Array.from(atob(base64), char => char.charCodeAt(0))
  } catch {
    return null
  }
}

/** The name is UTF-8 in base64. It is shown and suggested for a download: no folders, nothing that is not printed. */
function readName(base64: string | undefined): string | null {
  const bytes = base64 ? decode(base64) : null
  if (!bytes) return null
  const name = new TextDecoder()
    .decode(bytes)
    .replace(/^.*[/\\]/, '')
    .replace(/[\p{C}"<>|:*?]/gu, '')
  return name.replace(/^\.+/, '').slice(0, NAME_CHARS).trim() || null
}

function readLength(text: string | undefined): Length | null {
  const match = /^(\d{1,6})(px|%)?$/.exec(text ?? '')
  if (!match || Number(match[1]) === 0) return null
  return { amount: Number(match[1]), unit: match[2] === 'px' ? 'pixels' : match[2] === '%' ? 'percent' : 'cells' }
}

export type Cells = { readonly cellWidth: number; readonly cellHeight: number; readonly cols: number; readonly rows: number }

/** How many pixels the picture takes on a screen of this many cells: what the program asked for, and never more than the screen holds. */
export function drawnSize(
  image: Omit<InlineImage, 'bytes' | 'type' | 'name'>,
  cells: Cells,
): { readonly width: number; readonly height: number } {
  const most = { width: cells.cols * cells.cellWidth, height: Math.max(1, cells.rows - 1) * cells.cellHeight }
  const wanted = {
    width: pixels(image.drawWidth, cells.cellWidth, most.width),
    height: pixels(image.drawHeight, cells.cellHeight, most.height),
  }
  const ratio = image.width / image.height
  let width = wanted.width ?? (wanted.height === null ? image.width : wanted.height * ratio)
  let height = wanted.height ?? width / ratio
  if (image.keepRatio && wanted.width !== null && wanted.height !== null) {
    width = Math.min(wanted.width, wanted.height * ratio)
    height = width / ratio
  }
  const shrink = Math.min(1, most.width / width, most.height / height)
  return { width: Math.max(1, Math.floor(width * shrink)), height: Math.max(1, Math.floor(height * shrink)) }
}

function pixels(length: Length | null, cell: number, screen: number): number | null {
  if (!length) return null
  if (length.unit === 'pixels') return length.amount
  return length.unit === 'cells' ? length.amount * cell : (length.amount / 100) * screen
}
