import type { SnippetContent } from '../../server/protocol/snippet.ts'

type Shown = Pick<SnippetContent, 'title' | 'files' | 'main'>

/** A snippet as Markdown: each text file in a fence, the main file first, and the link below where there is one. */
export function snippetMarkdown({ title, files, main }: Shown, link: string | null): string {
  const texts = files.filter(file => file.encoding === undefined)
  const ordered = [...texts.filter(file => file.name === main), ...texts.filter(file => file.name !== main)]
  const parts = ordered.map(({ name, content }) => {
    const fence = fenceFor(content)
    const code = `${fence}${ending(name)}\n${content}${content.endsWith('\n') ? '' : '\n'}${fence}`
    return ordered.length === 1 ? code : `\`${name.replaceAll('`', '')}\`\n\n${code}`
  })
  const head = title === '' ? [] : [`**${title.replace(/[\\*_`[\]<>]/g, '\\$&')}**`]
  return `${[...head, ...parts, ...(link === null ? [] : [`[Run it](${link})`])].join('\n\n')}\n`
}

/** One backtick more than there are in a row in the text, so that nothing in it ends the fence. */
function fenceFor(content: string): string {
  const longest = Math.max(2, ...[...content.matchAll(/`+/g)].map(([ticks]) => ticks.length))
  return '`'.repeat(longest + 1)
}

/** How a name ends: what highlighters of Markdown know a language by, too. */
function ending(name: string): string {
  return /\.([A-Za-z0-9+-]+)$/.exec(name)?.[1]?.toLowerCase() ?? ''
}
