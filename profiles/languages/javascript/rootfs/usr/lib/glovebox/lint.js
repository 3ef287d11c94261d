// node --experimental-vm-modules lint.js <sources…>

const fs = require('node:fs')
const { findFault } = require('./syntax.js')

for (const name of process.argv.slice(2)) {
  const fault = findFault(name, fs.readFileSync(name, 'utf8'))
  if (!fault) continue
  console.log(`${name}:${fault.line}:${fault.column} - error: ${fault.message}`)
  process.exitCode = 1
}
