/** What the first bytes of a picture say about it. */
export type ImageHeader = {
  readonly type: 'image/png' | 'image/jpeg' | 'image/gif' | 'image/webp'
  readonly width: number
  readonly height: number
}

/** A picture that is decoded takes four bytes for each pixel, however few bytes the file has. */
const SIDE_PIXELS = 4096
const MOST_PIXELS = 16 * 1024 * 1024
/** Bytes of a JPEG that are looked through for its size. */
const JPEG_HEADER_BYTES = 512 * 1024

/** Reads type and size without decoding anything. Null for what is no picture of a known type, or a broken one. */
export function imageHeader(bytes: Uint8Array): ImageHeader | null {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  try {
    return png(view) ?? gif(view) ?? webp(view) ?? jpeg(view)
  } catch {
    // It ends before its header does.
    return null
  }
}

/** Why a picture of this size is not decoded, or null. */
export function sizeFault({ width, height }: Pick<ImageHeader, 'width' | 'height'>): string | null {
  if (width === 0 || height === 0) return 'The picture has no pixels.'
  if (width > SIDE_PIXELS || height > SIDE_PIXELS || width * height > MOST_PIXELS)
    return `The picture is ${width} × ${height}; the limit is ${SIDE_PIXELS} × ${SIDE_PIXELS}.`
  return null
}

function text(view: DataView, at: number, length: number): string {
  return String.fromCharCode(...new Uint8Array(view.buffer, view.byteOffset + at, length))
}

/** PNG (ISO/IEC 15948): the signature, and IHDR as the first chunk. */
function png(view: DataView): ImageHeader | null {
  if (view.getUint32(0) !== 0x89504e47 || view.getUint32(4) !== 0x0d0a1a0a || text(view, 12, 4) !== 'IHDR') return null
  return { type: 'image/png', width: view.getUint32(16), height: view.getUint32(20) }
}

function gif(view: DataView): ImageHeader | null {
  if (!/^GIF8[79]a$/.test(text(view, 0, 6))) return null
  return { type: 'image/gif', width: view.getUint16(6, true), height: view.getUint16(8, true) }
}

/** WebP (RFC 9649): lossy, lossless and extended files each have their size in another place. */
function webp(view: DataView): ImageHeader | null {
  if (text(view, 0, 4) !== 'RIFF' || text(view, 8, 4) !== 'WEBP') return null
  const of = (width: number, height: number): ImageHeader => ({ type: 'image/webp', width, height })
  switch (text(view, 12, 4)) {
    case 'VP8 ':
      return of(view.getUint16(26, true) & 0x3fff, view.getUint16(28, true) & 0x3fff)
    case 'VP8L': {
      const bits = view.getUint32(21, true)
      return of((bits & 0x3fff) + 1, ((bits >>> 14) & 0x3fff) + 1)
    }
    case 'VP8X': {
      const of24 = (at: number): number => (view.getUint16(at, true) | (view.getUint8(at + 2) << 16)) + 1
      return of(of24(24), of24(27))
    }
    default:
      return null
  }
}

/** JPEG (ITU T.81): segments until the one that begins a frame. */
function jpeg(view: DataView): ImageHeader | null {
  if (view.getUint16(0) !== 0xffd8) return null
  let at = 2
  while (at < Math.min(view.byteLength, JPEG_HEADER_BYTES)) {
    if (view.getUint8(at) !== 0xff) return null
    const marker = view.getUint8(at + 1)
    // Any number of fill bytes may come before a marker.
    if (marker === 0xff) at += 1
    else if (marker === 0x01 || (marker >= 0xd0 && marker <= 0xd8)) at += 2
    // The picture's data begin, or it is over, and no size was given.
    else if (marker === 0xda || marker === 0xd9) return null
    else if (marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker))
      return { type: 'image/jpeg', width: view.getUint16(at + 7), height: view.getUint16(at + 5) }
    else {
      const length = view.getUint16(at + 2)
      if (length < 2) return null
      at += 2 + length
    }
  }
  return null
}
