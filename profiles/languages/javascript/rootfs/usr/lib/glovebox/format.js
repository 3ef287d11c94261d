// node --experimental-vm-modules format.js <name>: reads a source and writes it well laid out. One that is not understood stays as it is.

const fs = require('node:fs')
const beautify = require('/usr/share/nodejs/js-beautify').js
const { findFault } = require('./syntax.js')

const name = process.argv[2]
const text = fs.readFileSync(0, 'utf8')
const fault = findFault(name, text)
if (fault) {
  console.error(`${name}:${fault.line}:${fault.column} - error: ${fault.message}`)
  process.exitCode = 1
} else {
  process.stdout.write(
    beautify(text, {
      indent_size: 2,
      end_with_newline: true,
      preserve_newlines: true,
      max_preserve_newlines: 2,
      space_after_anon_function: true,
      brace_style: 'collapse,preserve-inline',
      operator_position: 'preserve-newline',
    }),
  )
}
