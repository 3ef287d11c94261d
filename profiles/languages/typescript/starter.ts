// TypeScript in a sealed box, with a real terminal.
// Press Run (or Ctrl+Enter), then answer in the terminal.
import { createInterface } from 'node:readline/promises'

const terminal = createInterface({ input: process.stdin, output: process.stdout })
const name: string = await terminal.question('What is your name? ')
terminal.close()
console.log(`Hello, ${name}!`)
