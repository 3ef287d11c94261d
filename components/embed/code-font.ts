const PATIENCE_MS = 1000

/** Waits for the font of code, but not for long. The editor measures letters when it is made, and does not notice when others take their place. */
export function codeFont(): Promise<unknown> {
  const loaded = document.fonts.load('14px "JetBrains Mono Variable"').catch(() => [])
  return Promise.race([loaded, new Promise(resolve => setTimeout(resolve, PATIENCE_MS))])
}
