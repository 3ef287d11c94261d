/** Beginnings of pictures, for tests: their headers are right, and nothing follows. */

export function bytesOf(...parts: readonly (string | readonly number[])[]): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(parts.flatMap(part => (typeof part === 'string' ? [...part].map(char => char.charCodeAt(0)) : part)))
}

export function pngHeader(width: number, height: number): Uint8Array<ArrayBuffer> {
  return bytesOf('\x89PNG\r\n\x1a\n', [0, 0, 0, 13], 'IHDR', big32(width), big32(height), [8, 6, 0, 0, 0])
}

export function sequence(bytes: Uint8Array, fields = 'inline=1'): string {
  return `File=${fields}:${btoa(String.fromCharCode(...bytes))}`
}

function big32(number: number): number[] {
  return [24, 16, 8, 0].map(shift => (number >>> shift) & 255)
}
