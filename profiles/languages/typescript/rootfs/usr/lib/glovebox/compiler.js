// TypeScript's compiler as one start-up snapshot of Node: the compiler is loaded and the declarations of the language and of Node are parsed when the image is
// built, so that a compile begins with the program itself. `compile <main> <sources…>` checks types and writes JavaScript; `format <name>` lays a file out.

const fs = require('node:fs')
const path = require('node:path')
const { stripVTControlCharacters } = require('node:util')
const vm = require('node:vm')
const { startupSnapshot } = require('node:v8')

const TYPESCRIPT = '/usr/share/nodejs/typescript/lib/typescript.js'
const LIBRARY = path.dirname(TYPESCRIPT)
const OUTPUT = '.glovebox'

// A snapshot has no loader of its own files, so the compiler is read as text.
const ts = (() => {
  const module = { exports: {} }
  const load = vm.runInThisContext(
    `(function (exports, require, module, __filename, __dirname) {${fs.readFileSync(TYPESCRIPT, 'utf8')}\n})`,
  )
  load(module.exports, require, module, TYPESCRIPT, LIBRARY)
  return module.exports
})()

const DEFAULTS = {
  target: ts.ScriptTarget.ES2022,
  module: ts.ModuleKind.ES2022,
  moduleResolution: ts.ModuleResolutionKind.NodeJs,
  lib: ['lib.es2022.d.ts'],
  types: ['node'],
  typeRoots: ['/usr/share/nodejs/@types'],
  strict: true,
  skipLibCheck: true,
  esModuleInterop: true,
  resolveJsonModule: true,
  allowJs: true,
  experimentalDecorators: true,
}

/** Declarations that every program shares. They never change once the image is made. */
const shared = new Map()

function createHost(cwd) {
  const read = file => {
    try {
      return fs.readFileSync(file, 'utf8')
    } catch {
      return undefined
    }
  }
  const is = (file, kind) => {
    try {
      return fs.statSync(file)[kind]()
    } catch {
      return false
    }
  }
  return {
    getSourceFile(file, options) {
      const known = shared.get(file)
      if (known) return known
      const text = read(file)
      if (text === undefined) return undefined
      const source = ts.createSourceFile(file, text, options)
      if (file.startsWith('/usr/share/nodejs/') || file.startsWith('/usr/lib/')) shared.set(file, source)
      return source
    },
    getDefaultLibFileName: options => path.join(LIBRARY, ts.getDefaultLibFileName(options)),
    getDefaultLibLocation: () => LIBRARY,
    getCurrentDirectory: () => cwd,
    getCanonicalFileName: file => file,
    useCaseSensitiveFileNames: () => true,
    getNewLine: () => '\n',
    fileExists: file => shared.has(file) || is(file, 'isFile'),
    directoryExists: folder => is(folder, 'isDirectory'),
    readFile: read,
    writeFile(file, text) {
      fs.mkdirSync(path.dirname(file), { recursive: true })
      fs.writeFileSync(file, text)
    },
  }
}

/** `import './tools'` means tools.ts to the compiler; Node wants the whole name of what became of it. */
function namesWithEndings(cwd) {
  const whole = (specifier, from) => {
    if (!/^\.\.?\//.test(specifier) || /\.(?:[cm]?js|json)$/.test(specifier)) return specifier
    const target = path.resolve(path.dirname(from), specifier)
    for (const [ending, name] of [
      ['.ts', '.js'],
      ['.tsx', '.js'],
      ['.js', '.js'],
      ['.mts', '.mjs'],
      ['/index.ts', '/index.js'],
      ['/index.js', '/index.js'],
    ])
      if (fs.existsSync(target + ending)) return specifier + name
    return specifier
  }
  return context => file => {
    const from = path.resolve(cwd, file.fileName)
    const literal = node => context.factory.createStringLiteral(whole(node.text, from))
    const visit = node => {
      if (ts.isImportDeclaration(node) && ts.isStringLiteral(node.moduleSpecifier))
        return context.factory.updateImportDeclaration(
          node,
          node.modifiers,
          node.importClause,
          literal(node.moduleSpecifier),
          node.assertClause,
        )
      if (ts.isExportDeclaration(node) && node.moduleSpecifier && ts.isStringLiteral(node.moduleSpecifier))
        return context.factory.updateExportDeclaration(
          node,
          node.modifiers,
          node.isTypeOnly,
          node.exportClause,
          literal(node.moduleSpecifier),
          node.assertClause,
        )
      if (
        ts.isCallExpression(node) &&
        node.expression.kind === ts.SyntaxKind.ImportKeyword &&
        node.arguments[0] &&
        ts.isStringLiteral(node.arguments[0])
      )
        return context.factory.updateCallExpression(node, node.expression, undefined, [
          literal(node.arguments[0]),
          ...node.arguments.slice(1),
        ])
      return ts.visitEachChild(node, visit, context)
    }
    return ts.visitEachChild(file, visit, context)
  }
}

/** What the program's own tsconfig.json asks for, where there is one. Where files go is not its choice. */
function ownOptions(cwd) {
  const file = path.join(cwd, 'tsconfig.json')
  if (!fs.existsSync(file)) return { options: {}, faults: [] }
  const { config, error } = ts.readConfigFile(file, name => fs.readFileSync(name, 'utf8'))
  if (error) return { options: {}, faults: [error] }
  const { options, errors } = ts.convertCompilerOptionsFromJson(config.compilerOptions ?? {}, cwd, file)
  for (const name of ['outFile', 'declaration', 'declarationDir', 'composite', 'incremental', 'noEmit', 'paths']) delete options[name]
  return { options, faults: errors }
}

function compile(cwd, names) {
  const host = createHost(cwd)
  const { options, faults } = ownOptions(cwd)
  const program = ts.createProgram({
    rootNames: names.map(name => path.join(cwd, name)),
    options: { ...DEFAULTS, ...options, sourceMap: true, rootDir: cwd, outDir: path.join(cwd, OUTPUT) },
    host,
  })
  const found = [...faults, ...ts.getPreEmitDiagnostics(program)]
  if (found.length === 0)
    found.push(...program.emit(undefined, undefined, undefined, false, { after: [namesWithEndings(cwd)] }).diagnostics)
  return { found: ts.sortAndDeduplicateDiagnostics(found), host }
}

/** Faults with the lines they are in. Without colours, as others read them too. */
function tell({ found, host }) {
  return stripVTControlCharacters(ts.formatDiagnosticsWithColorAndContext(found, host))
}

function format(name, text) {
  const source = ts.createSourceFile(name, text, ts.ScriptTarget.ES2022, true)
  const fault = source.parseDiagnostics[0]
  if (fault) {
    const { line, character } = source.getLineAndCharacterOfPosition(fault.start)
    throw new Error(`${name}:${line + 1}:${character + 1} - error: ${ts.flattenDiagnosticMessageText(fault.messageText, '\n')}`)
  }
  const settings = {
    ...ts.getDefaultFormatCodeSettings('\n'),
    indentSize: 2,
    semicolons: ts.SemicolonPreference.Ignore,
    trimTrailingWhitespace: true,
  }
  const context = ts.formatting.getFormatContext(settings, {})
  let result = text
  for (const { span, newText } of ts.formatting.formatDocument(source, context).reverse())
    result = result.slice(0, span.start) + newText + result.slice(span.start + span.length)
  return `${result.trimEnd()}\n`
}

function main([command, ...names]) {
  if (command === 'format') {
    process.stdout.write(format(names[0] ?? 'main.ts', fs.readFileSync(0, 'utf8')))
    return
  }
  const result = compile(
    process.cwd(),
    names.filter(name => !name.endsWith('.d.ts') || names[0] === name),
  )
  if (result.found.length === 0) return
  fs.writeSync(1, tell(result))
  if (result.found.some(fault => fault.category === ts.DiagnosticCategory.Error)) process.exitCode = 1
}

// What a first program would have to read, parse and bind.
const warm = '/tmp/glovebox-warm'
fs.mkdirSync(warm, { recursive: true })
fs.writeFileSync(
  `${warm}/main.ts`,
  "import * as fs from 'node:fs'\nimport { test } from 'node:test'\nconst n: number = fs.constants.R_OK\nconsole.log(n, test)\nexport {}\n",
)
const warmed = compile(warm, ['main.ts'])
if (warmed.found.length > 0) throw new Error(tell(warmed))
if (format('a.ts', 'let  a=1') !== 'let a = 1\n') throw new Error('the formatter does not work')
fs.rmSync(warm, { recursive: true })
startupSnapshot.setDeserializeMainFunction(() => {
  try {
    main(process.argv.slice(1))
  } catch (fault) {
    fs.writeSync(2, `${fault.message}\n`)
    process.exitCode = 1
  }
})
