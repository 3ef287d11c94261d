'use client'

import { useEffect, useState } from 'react'
import { savedProfiles } from '../workspace/saved.ts'

/** What languages are called, as far as this browser knows the server's; otherwise their ids, which are much the same. */
export function useLanguageTitles(): (id: string) => string {
  const [titles, setTitles] = useState<ReadonlyMap<string, string>>(new Map())
  useEffect(() => setTitles(new Map(savedProfiles().map(({ id, title }) => [id, title]))), [])
  return id => titles.get(id) ?? `${id.charAt(0).toUpperCase()}${id.slice(1)}`
}
