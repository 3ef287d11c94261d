// run.mjs BUILD FILE…: carries out the tests of these files. It is started by supervise.pl, and tells it of them.
// Of a file in TypeScript, what was made of it is in BUILD.
import assert from 'node:assert'
import asyncHooks from 'node:async_hooks'
import { randomBytes } from 'node:crypto'
import fs from 'node:fs'
import inspector from 'node:inspector'
import Module, { createRequire, register, syncBuiltinESMExports } from 'node:module'
import { dirname, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import v8 from 'node:v8'
import vm from 'node:vm'
import { lookFirst } from './honest.mjs'
import { globals } from './jest.mjs'
import * as nodeTest from './node-test.mjs'
import { declareFrom, take } from './suite.mjs'

const { blame, enterFile, outside, runAll } = take()

// The first line of descriptor 3, before anything of the submission is loaded.
let order = ''
for (const byte = Buffer.alloc(1); fs.readSync(3, byte, 0, 1, null) === 1 && byte[0] !== 10; ) order += String.fromCharCode(byte[0])
const [word, numbers] = order.split(' ')
order = ''
const left = { __proto__: null }
for (const number of numbers.split(',')) left[number] = true
const { readSync, writeSync } = fs
const heard = Buffer.alloc(1)
const uncurry = Function.prototype.call.bind.bind(Function.prototype.call)
const [codeAt, slice, inBase] = [uncurry(String.prototype.charCodeAt), uncurry(String.prototype.slice), uncurry(Number.prototype.toString)]
/** The same JSON, of ASCII only: a character is a byte, and nothing of the language makes bytes of it. */
const plain = json => {
  let text = ''
  for (let index = 0; index < json.length; index++) {
    const code = codeAt(json, index)
    text += code < 128 ? json[index] : `\\u${slice(inBase(0x10000 + code, 16), 1)}`
  }
  return text
}
const say = json => {
  for (let rest = `${word} ${plain(json)}\n`; rest !== ''; ) {
    try {
      rest = slice(rest, writeSync(3, rest))
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
      token: randomBytes(16).toString('hex'),
    }
  })
for (const name of names) fs.rmSync(name)
for (const { path } of files) fs.rmSync(path, { force: true })
process.argv.length = 1
process.execArgv.length = 0

// Ways to read this process from within.
for (const key of Object.keys(inspector)) delete inspector[key]
for (const key of [
  'getHeapSnapshot',
  'writeHeapSnapshot',
  'setHeapSnapshotNearHeapLimit',
  'startupSnapshot',
  'setFlagsFromString',
  'promiseHooks',
  'queryObjects',
])
  delete v8[key]
for (const key of ['createHook', 'executionAsyncResource']) delete asyncHooks[key]
process.binding = undefined
process._debugProcess = undefined
process.on('SIGUSR1', () => {})
// What judges stays as it is, and so do the ways to go through lists, sets and maps, and to be a kind of something.
lookFirst(assert)
if (assert.strict.deepEqual !== assert.deepStrictEqual) lookFirst(assert.strict)
for (const one of [assert, assert.strict, assert.AssertionError]) Object.freeze(one)
const lock = (one, names = Reflect.ownKeys(one)) => {
  for (const key of names) {
    const isValue = 'value' in (Object.getOwnPropertyDescriptor(one, key) ?? {})
    Object.defineProperty(one, key, isValue ? { writable: false, configurable: false } : { configurable: false })
  }
}
for (const one of [Promise, Promise.prototype, Set.prototype, Map.prototype]) lock(one)
for (const list of [[], new Set(), new Map()]) lock(Object.getPrototypeOf(list[Symbol.iterator]()))
lock(Array.prototype, [Symbol.iterator])
for (const type of [Error, TypeError, RangeError, SyntaxError, ReferenceError, Map, Set, RegExp, Array, Object, Date])
  Object.defineProperty(type, Symbol.hasInstance, { value: Function.prototype[Symbol.hasInstance] })
syncBuiltinESMExports()
for (const name in globals)
  Object.defineProperty(globalThis, name, { value: globals[name], writable: false, configurable: false, enumerable: false })

register('./hooks.mjs', import.meta.url, {
  data: { sources: Object.fromEntries(files.map(({ path, source, token }) => [pathToFileURL(path).href, { source, token }])) },
})
Module.register = undefined
syncBuiltinESMExports()

const frameworks = { __proto__: null, test: nodeTest.default, '@jest/globals': globals, jest: globals, vitest: globals, jasmine: globals }
frameworks['node:test'] = Object.assign(nodeTest.default.bind(null), nodeTest)
const judges = { __proto__: null, assert, 'node:assert': assert, 'assert/strict': assert.strict, 'node:assert/strict': assert.strict }

/** What a test file's `require` is. */
function requireFor(path) {
  const usual = createRequire(path)
  const required = id => frameworks[id] ?? judges[id] ?? outside(() => usual(id))
  required.resolve = usual.resolve
  return required
}

async function load({ path, source, token }) {
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
  declareFrom(token)
  return run.call(module.exports, module.exports, requireFor(path), module, path, dirname(path))
}

// Waits until the end of a test has been passed on.
const hear = () => readSync(3, heard, 0, 1, null)
process.on('uncaughtException', blame)
process.on('unhandledRejection', blame)
for (const file of files) {
  enterFile(file.name, file.text, file.token)
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
