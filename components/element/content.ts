/** What whoever wrote the page has put into a component, and around it. */

/** As much of a further file is taken; the frame itself says what is too large in all. */
const FILE_CHARS = 1024 * 1024
const FILES = 63
const FETCH_MS = 15_000

export type File = { readonly name: string; readonly content: string }

/** A text without the indentation that all its lines have, and without the empty lines around it. */
export function dedent(text: string): string {
  const lines = text.replaceAll('\r\n', '\n').split('\n')
  while (lines.length > 0 && lines[0]?.trim() === '') lines.shift()
  while (lines.length > 0 && lines.at(-1)?.trim() === '') lines.pop()
  const indents = lines.filter(line => line.trim() !== '').map(line => /^[ \t]*/.exec(line)?.[0] ?? '')
  let common = indents[0] ?? ''
  for (const indent of indents) while (!indent.startsWith(common)) common = common.slice(0, -1)
  return lines.map(line => line.slice(common.length)).join('\n')
}

/** The code, the language that its block names, and the block; null where the component has none. */
export function readCode(
  element: HTMLElement,
): { readonly code: string; readonly language: string | null; readonly block: Element | null } | null {
  const pre = element.querySelector('pre')
  if (pre) {
    const inner = pre.querySelector('code') ?? pre
    // What highlighters and Markdown's renderers write.
    const named = /(?:^|\s)lang(?:uage)?-([\w+#.-]+)/.exec(`${inner.className} ${pre.className}`)?.[1] ?? null
    return { code: dedent(pre.textContent ?? ''), language: named, block: pre }
  }
  const own = [...element.childNodes].filter(node => !(node instanceof HTMLTemplateElement) && !(node instanceof HTMLScriptElement))
  const code = dedent(own.map(node => node.textContent ?? '').join(''))
  return code === '' ? null : { code, language: null, block: null }
}

/** The hidden part of this name: `<template slot="setup">`. */
export function readPart(element: HTMLElement, name: 'setup' | 'teardown'): string {
  const parts = element.querySelectorAll<HTMLTemplateElement>(`:scope > template[slot="${name}"]`)
  return dedent([...parts].map(part => part.content.textContent ?? '').join('\n'))
}

/** Where further files come from: `name=source` or a source alone, apart by spaces. */
export function fileSources(attribute: string): readonly { readonly name: string; readonly source: string }[] {
  return attribute
    .split(/\s+/)
    .filter(Boolean)
    .slice(0, FILES)
    .map(part => {
      // An address may have the same sign in it, further on.
      const [, given, source = part] = /^([^=/?#]+)=(.+)$/.exec(part) ?? []
      const last = source
        .replace(/^#/, '')
        .replace(/[?#].*$/, '')
        .split('/')
        .at(-1)
      return { name: given ?? last ?? source, source }
    })
}

/** The files that the attribute `files` names: elements of the page (`#id`), or addresses, which are fetched now. */
export async function readFiles(attribute: string): Promise<readonly File[]> {
  return Promise.all(
    fileSources(attribute).map(async ({ name, source }) => ({
      name,
      content: source.startsWith('#') ? elementText(source) : await fetchText(source),
    })),
  )
}

function elementText(source: string): string {
  const found = document.getElementById(source.slice(1))
  if (!found) throw new Error(`There is no element "${source}" on the page.`)
  return dedent((found instanceof HTMLTemplateElement ? found.content : found).textContent ?? '')
}

async function fetchText(source: string): Promise<string> {
  // What only this reader may see is nothing for a program, which may be somebody else's.
  const response = await fetch(source, { credentials: 'omit', signal: AbortSignal.timeout(FETCH_MS) })
  if (!response.ok) throw new Error(`"${source}" cannot be loaded (${response.status}).`)
  const text = await response.text()
  if (text.length > FILE_CHARS) throw new Error(`"${source}" is larger than the limit of 1 MB.`)
  return text
}
