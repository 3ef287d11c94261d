import './style-nonce.ts'
import { loader } from '@monaco-editor/react'
import * as monaco from 'monaco-editor'
import { defineHaskell } from './haskell.ts'
import { defineThemes } from './themes.ts'

/** The editor and its workers come from this server, bundled with the page: no other host is asked. */
self.MonacoEnvironment = {
  getWorker(_id, label) {
    switch (label) {
      case 'json':
        return new Worker(new URL('monaco-editor/languages/features/json/json.worker.js', import.meta.url), { type: 'module', name: label })
      case 'css':
      case 'scss':
      case 'less':
        return new Worker(new URL('monaco-editor/languages/features/css/css.worker.js', import.meta.url), { type: 'module', name: label })
      case 'html':
      case 'handlebars':
      case 'razor':
        return new Worker(new URL('monaco-editor/languages/features/html/html.worker.js', import.meta.url), { type: 'module', name: label })
      case 'typescript':
      case 'javascript':
        return new Worker(new URL('monaco-editor/languages/features/typescript/ts.worker.js', import.meta.url), {
          type: 'module',
          name: label,
        })
      default:
        return new Worker(new URL('monaco-editor/editor/editor.worker.js', import.meta.url), { type: 'module', name: label })
    }
  },
}

loader.config({ monaco })
defineThemes(monaco)
defineHaskell(monaco)
