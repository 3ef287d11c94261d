// Resolves what tests import, in the loader's own thread, where submitted code does not run. Test files come from memory: on disk they are gone.
let sources = {}

const FRAMEWORKS = {
  'node:test': 'node-test.mjs',
  test: 'node-test.mjs',
  '@jest/globals': 'jest.mjs',
  jest: 'jest.mjs',
  vitest: 'jest.mjs',
  jasmine: 'jest.mjs',
}
const ENDINGS = ['.js', '.mjs', '.cjs', '.json', '/index.js', '/index.mjs']

export function initialize(data) {
  sources = data.sources
}

export async function resolve(specifier, context, next) {
  if (Object.hasOwn(FRAMEWORKS, specifier))
    return { url: new URL(FRAMEWORKS[specifier], import.meta.url).href, format: 'module', shortCircuit: true }
  if (specifier.startsWith('.')) {
    const url = new URL(specifier, context.parentURL).href
    if (Object.hasOwn(sources, url)) return { url, format: 'module', shortCircuit: true }
  }
  if (Object.hasOwn(sources, specifier)) return { url: specifier, format: 'module', shortCircuit: true }
  try {
    return await next(specifier, context)
  } catch (fault) {
    // As bundlers do: `./greet` is `./greet.js`.
    if (!specifier.startsWith('.') || !['ERR_MODULE_NOT_FOUND', 'ERR_UNSUPPORTED_DIR_IMPORT'].includes(fault.code)) throw fault
    for (const ending of ENDINGS) {
      try {
        return await next(specifier + ending, context)
      } catch {}
    }
    throw fault
  }
}

export async function load(url, context, next) {
  if (!Object.hasOwn(sources, url)) return next(url, context)
  // Told once. When everything that it imports has been loaded it says that its own tests come now.
  const { source, token } = sources[url]
  if (!token) throw new Error(`${url} has been loaded.`)
  sources[url] = {}
  const begin = `import{declareFrom as gloveboxDeclare}from${JSON.stringify(new URL('suite.mjs', import.meta.url).href)};gloveboxDeclare('${token}');`
  return { format: 'module', source: begin + source, shortCircuit: true }
}
