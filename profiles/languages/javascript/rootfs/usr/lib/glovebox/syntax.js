// Has V8 read programs without running them, and tells what it does not understand, with its place.

const vm = require('node:vm')
const acorn = require('/usr/share/nodejs/acorn')

/** The first thing that is wrong with a source, or null. */
exports.findFault = (name, text) => {
  if (name.endsWith('.mjs')) return asModule(name, text)
  const fault = asScript(name, text)
  if (name.endsWith('.cjs') || fault === null) return fault
  // Node does the same with a `.js` that is no CommonJS.
  const other = asModule(name, text)
  return other === null ? null : /^\s*(?:import\b(?!\s*\()|export\b)/m.test(text) ? other : fault
}

function asScript(name, text) {
  try {
    vm.compileFunction(text.replace(/^#!.*/, ''), ['exports', 'require', 'module', '__filename', '__dirname'], { filename: name })
    return null
  } catch (fault) {
    return toPlace(fault)
  }
}

function asModule(name, text) {
  try {
    new vm.SourceTextModule(text, { identifier: name })
    return null
  } catch (fault) {
    return { ...placeInModule(text), message: `${fault.name}: ${fault.message}` }
  }
}

/** V8 keeps the place of a module's fault to itself. Another parser tells it, unless the fault is one that it does not know. */
function placeInModule(text) {
  try {
    acorn.parse(text, { ecmaVersion: 'latest', sourceType: 'module', allowHashBang: true })
  } catch ({ loc }) {
    if (loc) return { line: loc.line, column: loc.column + 1 }
  }
  return { line: 1, column: 1 }
}

/** V8 puts the place above the message: the file and line, the line's text, and a mark under the column. */
function toPlace(fault) {
  const lines = String(fault.stack).split('\n')
  const line = Number(/:(\d+)$/.exec(lines[0])?.[1] ?? 1)
  const mark = lines.slice(1, 4).find(each => /^\s*\^+\s*$/.test(each))
  return { line, column: (mark?.indexOf('^') ?? 0) + 1, message: `${fault.name}: ${fault.message}` }
}
