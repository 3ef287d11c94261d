import { BUILD_FOLDER, NAME_BYTES } from './limits.ts'

const PART_BYTES = 100
const PARTS = 8
const encoder = new TextEncoder()

/**
 * Says what is wrong with the name of a person's file in a workspace, or null when nothing is. Names are relative paths with `/` between the parts;
 * the agent applies the same rule again (profiles/agent/PROTOCOL.md, "A run's life"). The compiler's folder is nobody else's.
 */
export function fileNameFault(name: string): string | null {
  if (name === '') return 'A file name is empty.'
  if (encoder.encode(name).length > NAME_BYTES) return `A file name is longer than ${NAME_BYTES} bytes.`
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
  if (/[\u0000-\u001f\u007f\ud800-\udfff]/u.test(name)) return 'A file name has a control character or half a character in it.'
  const parts = name.split('/')
  if (parts.length > PARTS) return `A file name has more than ${PARTS} parts.`
  for (const part of parts) {
    if (part === '' || part === '.' || part === '..') return `"${name}" is not a relative file name.`
    if (encoder.encode(part).length > PART_BYTES) return `A part of a file name is longer than ${PART_BYTES} bytes.`
  }
  return parts[0] === BUILD_FOLDER ? `The folder ${BUILD_FOLDER} belongs to the compiler.` : null
}
