/** The quiet zone around the code, in its modules (ISO/IEC 18004). */
const BORDER = 4

/** A QR code as the path of an SVG of so many units each way: a square for each dark module. */
export async function qrPath(text: string): Promise<{ readonly path: string; readonly side: number }> {
  const { default: encodeQR } = await import('qr')
  const rows = encodeQR(text, 'raw', { border: BORDER })
  const path = rows.flatMap((row, y) => row.flatMap((dark, x) => (dark ? [`M${x} ${y}h1v1h-1z`] : []))).join('')
  return { path, side: rows.length }
}
