/** Hands bytes to the person as a file. */
export function saveAs(name: string, bytes: Uint8Array<ArrayBuffer>): void {
  const address = URL.createObjectURL(new Blob([bytes], { type: 'application/octet-stream' }))
  const link = document.createElement('a')
  link.href = address
  link.download = name
  link.click()
  // The browser has taken the address by then, and reads from it as long as it needs to.
  setTimeout(() => URL.revokeObjectURL(address), 60_000)
}
