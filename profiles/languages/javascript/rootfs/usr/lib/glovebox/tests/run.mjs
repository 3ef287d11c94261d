// run.mjs BUILD FILE…: carries out the tests of these files. It is started by supervise.pl, and tells it of them.
// Of a file in TypeScript, what was made of it is in BUILD.
import assert from 'node:assert'
import fs from 'node:fs'
import inspector from 'node:inspector'
import Module, { createRequire, register, syncBuiltinESMExports } from 'node:module'
import { dirname, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import v8 from 'node:v8'
import vm from 'node:vm'
import { globals } from './jest.mjs'
import * as nodeTest from './node-test.mjs'
import { blame, enterFile, runAll } from './suite.mjs'

// The first line of descriptor 3, before anything of the submission is loaded.
let order = ''
for (const byte = Buffer.alloc(1); fs.readSync(3, byte, 0, 1, null) === 1 && byte[0] !== 10; ) order += String.fromCharCode(byte[0])
const [word, numbers] = order.split(' ')
order = ''
const left = { __proto__: null }
for (const number of numbers.split(',')) left[number] = true
const { readSync, writeSync } = fs
const heard = Buffer.alloc(1)
const say = json => {
  for (let rest = Buffer.from(`${word} ${json}\n`); rest.length > 0; ) {
    try {
      rest = rest.subarray(writeSync(3, rest))
    } catch (fault) {
      if (fault.code !== 'EAGAIN') throw fault
    }
  }
}

// Test files leave the disk, and are loaded from here.
const [build, ...names] = process.argv.slice(2)
const files = names
  .filter(name => /\.[cm]?[jt]sx?$/.test(name))
  .map(name => {
    const compiled = /\.tsx?$/.test(name) ? `${build}/${name.replace(/\.tsx?$/, '.js')}` : name
    return {
      name: name.replace(/^\.\//, ''),
      path: resolve(compiled),
      source: fs.readFileSync(compiled, 'utf8'),
      text: fs.readFileSync(name, 'utf8'),
    }
  })
for (const name of names) fs.rmSync(name)
for (const { path } of files) fs.rmSync(path, { force: true })
process.argv.length = 1
process.execArgv.length = 0

// Ways to read this process from within.
for (const key of Object.keys(inspector)) delete inspector[key]
for (const key of ['getHeapSnapshot', 'writeHeapSnapshot', 'setHeapSnapshotNearHeapLimit', 'startupSnapshot', 'setFlagsFromString'])
  delete v8[key]
process.binding = undefined
process._debugProcess = undefined
process.on('SIGUSR1', () => {})
// What judges stays as it is.
for (const one of [assert, assert.strict, assert.AssertionError]) Object.freeze(one)
for (const one of [Promise, Promise.prototype])
  for (const key of Reflect.ownKeys(one)) Object.defineProperty(one, key, { writable: false, configurable: false })
syncBuiltinESMExports()
for (const name in globals)
  Object.defineProperty(globalThis, name, { value: globals[name], writable: false, configurable: false, enumerable: false })

register('./hooks.mjs', import.meta.url, {
  data: { sources: Object.fromEntries(files.map(({ path, source }) => [pathToFileURL(path).href, source])) },
})

const frameworks = { __proto__: null, test: nodeTest.default, '@jest/globals': globals, jest: globals, vitest: globals, jasmine: globals }
frameworks['node:test'] = Object.assign(nodeTest.default.bind(null), nodeTest)
const judges = { __proto__: null, assert, 'node:assert': assert, 'assert/strict': assert.strict, 'node:assert/strict': assert.strict }

/** What a test file's `require` is. */
function requireFor(path) {
  const usual = createRequire(path)
  return Object.assign(id => frameworks[id] ?? judges[id] ?? usual(id), { resolve: usual.resolve })
}

async function load({ path, source }) {
  let run
  try {
    run = vm.compileFunction(source, ['exports', 'require', 'module', '__filename', '__dirname'], {
      filename: path,
      importModuleDynamically: vm.constants?.USE_MAIN_CONTEXT_DEFAULT_LOADER,
    })
  } catch {
    return import(pathToFileURL(path))
  }
  const module = new Module(path)
  return run.call(module.exports, module.exports, requireFor(path), module, path, dirname(path))
}

// Waits until the end of a test has been passed on.
const hear = () => readSync(3, heard, 0, 1, null)
process.on('uncaughtException', blame)
process.on('unhandledRejection', blame)
for (const file of files) {
  enterFile(file.name, file.text)
  try {
    await load(file)
  } catch (fault) {
    // Node tells of it, with the place, and ends.
    process.removeAllListeners('uncaughtException')
    process.removeAllListeners('unhandledRejection')
    throw fault
  }
}
await runAll(say, hear, left)
