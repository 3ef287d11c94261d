import { useEffect, useMemo, useState } from 'react'

/** A picture as a file. */
export type Picture = { readonly bytes: Uint8Array<ArrayBuffer>; readonly type: string; readonly width: number; readonly height: number }

/** An address for the picture, as long as it is shown. */
export function usePictureAddress({ bytes, type }: Pick<Picture, 'bytes' | 'type'>): string | undefined {
  const [address, setAddress] = useState<string>()
  const blob = useMemo(() => new Blob([bytes], { type }), [bytes, type])
  useEffect(() => {
    const made = URL.createObjectURL(blob)
    setAddress(made)
    return () => URL.revokeObjectURL(made)
  }, [blob])
  return address
}

/** Puts a picture on the clipboard, which takes PNG only. Rejects where the browser does not allow it. */
export async function copyPicture({ bytes, type, width, height }: Picture): Promise<void> {
  const blob = new Blob([bytes], { type })
  // The browser asks for what is copied within the click, so it gets the promise.
  const png = type === 'image/png' ? blob : toPng(blob, width, height)
  await navigator.clipboard.write([new ClipboardItem({ 'image/png': png })])
}

async function toPng(blob: Blob, width: number, height: number): Promise<Blob> {
  const bitmap = await createImageBitmap(blob)
  const canvas = new OffscreenCanvas(width, height)
  canvas.getContext('2d')?.drawImage(bitmap, 0, 0)
  bitmap.close()
  return canvas.convertToBlob({ type: 'image/png' })
}
