/**
 * Draws pictures (picture.tsx) as PNG, one message each, in a thread of its own: drawing takes a core for a while, and what takes too long is ended with
 * the thread. Plain Node, because the pages' process starts it from this file.
 */
import { readFile } from 'node:fs/promises'
import { setPriority } from 'node:os'
import { parentPort } from 'node:worker_threads'

// Whoever waits for a page comes first. Elsewhere this would be said of the whole process.
if (process.platform === 'linux') setPriority(10)

// The library asks the network for signs that no font here has. Nobody outside may see what is shared; its own parts come as `data:`.
const load = globalThis.fetch
globalThis.fetch = async address => {
  if (String(address).startsWith('data:')) return load(address)
  throw new Error('pictures are drawn without a network')
}

const { ImageResponse } = await import('next/og.js')

const FONTS = {
  Title: import.meta.resolve('@fontsource/inter/files/inter-latin-600-normal.woff'),
  'Title Ext': import.meta.resolve('@fontsource/inter/files/inter-latin-ext-600-normal.woff'),
  'Title Cyrillic': import.meta.resolve('@fontsource/inter/files/inter-cyrillic-600-normal.woff'),
  'Title Greek': import.meta.resolve('@fontsource/inter/files/inter-greek-600-normal.woff'),
  Code: import.meta.resolve('@fontsource/jetbrains-mono/files/jetbrains-mono-latin-400-normal.woff'),
  'Code Ext': import.meta.resolve('@fontsource/jetbrains-mono/files/jetbrains-mono-latin-ext-400-normal.woff'),
  'Code Cyrillic': import.meta.resolve('@fontsource/jetbrains-mono/files/jetbrains-mono-cyrillic-400-normal.woff'),
  'Code Greek': import.meta.resolve('@fontsource/jetbrains-mono/files/jetbrains-mono-greek-400-normal.woff'),
  Signs: import.meta.resolve('dejavu-fonts-ttf/ttf/DejaVuSansMono.ttf'),
}

const fonts = await Promise.all(
  Object.entries(FONTS).map(async ([name, address]) => ({
    name,
    data: await readFile(new URL(address)),
    weight: 400,
    style: 'normal',
  })),
)

parentPort.on('message', async ({ element, width, height }) => {
  const response = new ImageResponse(JSON.parse(element), { width, height, fonts })
  const png = new Uint8Array(await response.arrayBuffer())
  parentPort.postMessage(png, [png.buffer])
})
