import { ImageAddon } from '@xterm/addon-image'
import type { Terminal } from '@xterm/xterm'
import { drawnSize, type InlineImage, readInlineImage } from '../pictures/inline-image.ts'

/** What pictures on the screen and scrolled away may take in memory, decoded. */
const STORED_MB = 64
const STORED_COUNT = 200
/** Sixels give their size only while they are decoded; they are made in memory first. */
const SIXEL_PIXELS = 4 * 1024 * 1024
const SIXEL_BYTES = 8 * 1024 * 1024
const SIDE_PIXELS = 4096
/** The browser decodes in its own time, and output waits for it: a phone that is busy takes seconds. */
const DECODE_MS = 10_000

type Picture = HTMLCanvasElement | ImageBitmap

/** Where the add-on keeps pictures and writes them into cells. It is not in its interface; the browser tests fail when another version has it elsewhere. */
type Storage = {
  addImage: (picture: Picture) => void
  advanceCursor: (height: number) => void
  readonly _images: Map<number, { readonly marker?: { dispose: () => void } }>
}
/** The cursor, which the add-on leaves at the picture's left edge. */
type Core = { readonly buffer: { x: number } }
type Dimensions = { readonly css: { readonly cell: { readonly width: number; readonly height: number } } }

export type PictureEvents = {
  readonly onPicture: (picture: InlineImage) => void
  /** A picture came that is not shown. */
  readonly onFault: (why: string) => void
}

/**
 * Draws pictures among the output: sixels, and iTerm2's inline images. The add-on decodes sixels and draws; inline images are read and bounded here, as
 * their size has to be known before the browser decodes them.
 */
export function showPictures(terminal: Terminal, events: PictureEvents): void {
  const addon = new ImageAddon({
    enableSizeReports: false,
    pixelLimit: SIXEL_PIXELS,
    sixelSizeLimit: SIXEL_BYTES,
    storageLimit: STORED_MB,
    iipSupport: false,
  })
  terminal.loadAddon(addon)
  const { _storage: storage, _renderer: renderer } = addon as unknown as {
    readonly _storage: Storage
    readonly _renderer: { readonly dimensions?: Dimensions }
  }
  boundStorage(storage)
  terminal.parser.registerOscHandler(1337, async payload => {
    const image = readInlineImage(payload)
    if (!image) return true
    if ('fault' in image) {
      events.onFault(image.fault)
      return true
    }
    const cell = renderer.dimensions?.css.cell
    const size = drawnSize(image, {
      cellWidth: cell?.width || 8,
      cellHeight: cell?.height || 16,
      cols: terminal.cols,
      rows: terminal.rows,
    })
    const picture = await decode(image, size)
    if (!picture) {
      events.onFault('The picture is broken: it cannot be decoded.')
      return true
    }
    storage.addImage(picture)
    // As iTerm2 has it, and programs expect: what follows stands beside the picture, not on it.
    const { buffer } = (terminal as unknown as { readonly _core: Core })._core
    buffer.x = Math.min(buffer.x + Math.ceil(size.width / (cell?.width || 8)), terminal.cols - 1)
    events.onPicture(image)
    return true
  })
}

/** No picture is higher than this, whoever made it: each row of it is a line of output. The oldest give way to more than there may be. */
function boundStorage(storage: Storage): void {
  const add = storage.addImage.bind(storage)
  const advance = storage.advanceCursor.bind(storage)
  storage.addImage = picture => {
    if (picture.width > SIDE_PIXELS || picture.height > SIDE_PIXELS) return
    for (const [id, { marker }] of storage._images) {
      if (storage._images.size < STORED_COUNT) break
      marker?.dispose()
      storage._images.delete(id)
    }
    add(picture)
  }
  storage.advanceCursor = height => advance(Math.min(height, SIDE_PIXELS))
}

async function decode(
  image: InlineImage,
  { width, height }: { readonly width: number; readonly height: number },
): Promise<ImageBitmap | null> {
  let late = false
  let timer: ReturnType<typeof setTimeout> | undefined
  const tooLate = new Promise<null>(resolve => {
    timer = setTimeout(() => {
      late = true
      resolve(null)
    }, DECODE_MS)
  })
  const decoded = createImageBitmap(new Blob([image.bytes], { type: image.type }), {
    resizeWidth: width,
    resizeHeight: height,
    resizeQuality: 'high',
  }).then(
    bitmap => {
      if (!late) return bitmap
      bitmap.close()
      return null
    },
    () => null,
  )
  try {
    return await Promise.race([decoded, tooLate])
  } finally {
    clearTimeout(timer)
  }
}
