/** The documentation, in the order in which it is read. A page is a Markdown file of the repository, wherever that has its place. */
export const DOC_PAGES = [
  { slug: '', title: 'Overview', group: 'Use', source: 'app/docs/texts/overview.md' },
  { slug: 'using', title: 'Writing and running', group: 'Use', source: 'app/docs/texts/using.md' },
  { slug: 'sharing', title: 'Sharing', group: 'Use', source: 'app/docs/texts/sharing.md' },
  { slug: 'teaching', title: 'In a classroom', group: 'Use', source: 'app/docs/texts/teaching.md' },
  { slug: 'classes', title: 'Classes', group: 'Use', source: 'app/docs/texts/classes.md' },
  { slug: 'exercises', title: 'Writing exercises', group: 'Use', source: 'app/docs/texts/exercises.md' },
  { slug: 'lti', title: 'In a course system', group: 'Use', source: 'app/docs/texts/lti.md' },
  { slug: 'embedding', title: 'In your own pages', group: 'Build', source: 'app/docs/texts/embedding.md' },
  { slug: 'api', title: 'The API', group: 'Build', source: 'app/docs/texts/api.md' },
  { slug: 'compatibility', title: 'Clients of other systems', group: 'Build', source: 'COMPATIBILITY.md' },
  { slug: 'operating', title: 'Running a server', group: 'Operate', source: 'app/docs/texts/operating.md' },
  { slug: 'security', title: 'Security', group: 'Operate', source: 'SECURITY.md' },
  { slug: 'languages', title: 'Adding a language', group: 'Extend', source: 'profiles/README.md' },
  { slug: 'contributing', title: 'Contributing', group: 'Extend', source: 'CONTRIBUTING.md' },
  { slug: 'protocol', title: 'Browser protocol', group: 'Extend', source: 'PROTOCOL.md' },
  { slug: 'agent-protocol', title: 'Agent protocol', group: 'Extend', source: 'profiles/agent/PROTOCOL.md' },
] as const

export type DocPage = (typeof DOC_PAGES)[number]

/** What pages take parts from: README.md, and what the server says of its API. */
export const PARTS_OF = ['README.md', 'openapi'] as const

export type DocSource = DocPage['source'] | (typeof PARTS_OF)[number]

/** Every text by its place in the repository; and the API's, which is made (api-reference.ts). */
export type DocTexts = Readonly<Record<DocSource, string>>
export type FileTexts = Omit<DocTexts, 'openapi'>

export function docPath({ slug }: Pick<DocPage, 'slug'>): string {
  return slug === '' ? '/docs' : `/docs/${slug}`
}

export function findDocPage(slug: string): DocPage | null {
  return DOC_PAGES.find(page => page.slug === slug) ?? null
}

/** The pages before and after one. */
export function neighbours(page: DocPage): { readonly before: DocPage | null; readonly after: DocPage | null } {
  const at = DOC_PAGES.indexOf(page)
  return { before: DOC_PAGES[at - 1] ?? null, after: DOC_PAGES[at + 1] ?? null }
}
