/** A fault as a sentence. */
export function faultWords(fault: unknown): string {
  return fault instanceof Error ? fault.message : String(fault)
}
