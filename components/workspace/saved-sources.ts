import { z } from 'zod'
import { NAME_BYTES, SOURCE_FILES } from '../../server/protocol/limits.ts'
import type { ProfileInfo } from '../../server/protocol/profile-info.ts'
import { type Binaries, savedBinaries } from './binary-store.ts'
import { savedFiles, savedSource, saveFiles, saveSource } from './saved.ts'
import { fileNamed, isBinary, nameFault, type Sources, startingSources } from './sources.ts'

/**
 * The files of a language as this browser keeps them. The main file's text stands by itself, so that it is there whatever becomes of the rest; the rest is
 * a record beside it, and files that are not text are in the binary store. A language with nothing but its main file has no record.
 */

const Name = z.string().max(NAME_BYTES)
const Record = z.object({
  main: Name,
  /** Without `content`: the main file, or one that is in the binary store. */
  files: z.array(z.object({ name: Name, content: z.string().optional() })).max(SOURCE_FILES),
  tabs: z.array(Name).max(SOURCE_FILES),
  active: Name,
})

/** `missing` names the files whose content is in the binary store. */
type Kept = { readonly sources: Sources; readonly missing: readonly string[] }

export function savedSources(profile: ProfileInfo): Kept {
  const start = startingSources(profile)
  const text = savedSource(profile.id) ?? profile.starter
  const record = savedRecord(profile.id)
  if (!record) return { sources: { ...start, files: [{ name: profile.mainFile, content: text }] }, missing: [] }
  const missing: string[] = []
  let sources: Sources = { ...start, files: [] }
  for (const { name, content } of record.files) {
    if (nameFault(sources, name)) continue
    if (name === record.main) sources = { ...sources, files: [...sources.files, { name, content: text }] }
    else if (content !== undefined) sources = { ...sources, files: [...sources.files, { name, content }] }
    else {
      missing.push(name)
      sources = { ...sources, files: [...sources.files, { name, content: '', encoding: 'base64' }] }
    }
  }
  const tabs = [...new Set(record.tabs)].filter(name => fileNamed(sources, name))
  const active = tabs.includes(record.active) ? record.active : record.main
  return {
    sources: { ...sources, main: record.main, tabs: tabs.includes(active) ? tabs : [...tabs, active], active },
    missing,
  }
}

function savedRecord(profileId: string): z.infer<typeof Record> | null {
  try {
    const record = Record.safeParse(JSON.parse(savedFiles(profileId) ?? 'null')).data
    return record?.files.some(file => file.name === record.main) ? record : null
  } catch {
    return null
  }
}

/** What the files of a language are kept under, where they are not a person's own programs. */
export function slotOf(profileId: string, mark: string): string {
  return `${profileId}@${mark}`
}

/** All that is kept in a slot; null where nothing is. */
export async function keptIn(slot: string, profile: ProfileInfo): Promise<Sources | null> {
  if (savedSource(slot) === null) return null
  const { sources, missing } = savedSources({ ...profile, id: slot })
  return missing.length === 0 ? sources : withBinaries(sources, (await savedBinaries(slot)) ?? {})
}

/** Puts in what the binary store has. A file whose content is lost is gone. */
export function withBinaries(sources: Sources, binaries: Binaries): Sources {
  const files = sources.files.flatMap(file => {
    if (!isBinary(file)) return [file]
    const content = binaries[file.name]
    return content === undefined ? [] : [{ ...file, content }]
  })
  const tabs = sources.tabs.filter(name => files.some(file => file.name === name))
  const active = tabs.includes(sources.active) ? sources.active : sources.main
  return { ...sources, files, tabs: tabs.includes(active) ? tabs : [...tabs, active], active }
}

/** Keeps what differs from `before`. False when the browser does not keep it. */
export function saveSources(profile: Pick<ProfileInfo, 'id' | 'mainFile'>, sources: Sources, before: Sources | null): boolean {
  const text = fileNamed(sources, sources.main)?.content ?? ''
  const same = before !== null && fileNamed(before, before.main)?.content === text
  const keptText = same || saveSource(profile.id, text)
  const record = recordOf(profile, sources)
  const keptRecord = (before !== null && recordOf(profile, before) === record) || saveFiles(profile.id, record)
  return keptText && keptRecord
}

function recordOf(profile: Pick<ProfileInfo, 'mainFile'>, { files, main, tabs, active }: Sources): string | null {
  if (files.length === 1 && main === profile.mainFile) return null
  const listed = files.map(file =>
    file.name === main || isBinary(file) ? { name: file.name } : { name: file.name, content: file.content },
  )
  return JSON.stringify({ main, files: listed, tabs, active })
}

/** What the binary store is to keep. */
export function binariesOf({ files }: Sources): Binaries {
  return Object.fromEntries(files.filter(isBinary).map(file => [file.name, file.content]))
}
