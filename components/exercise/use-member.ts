'use client'

import { useEffect, useState } from 'react'
import { z } from 'zod'
import { memberToken, takeMember } from './member.ts'

const PATIENCE_MS = 30_000

const Membership = z.object({ class: z.object({ title: z.string().max(500) }), name: z.string().max(500) })
export type KnownMember = { readonly name: string; readonly title: string }

/** Whom a class knows this browser as; null without a class, and until it is known. */
export function useMember(slug: string | null): KnownMember | null {
  const [member, setMember] = useState<KnownMember | null>(null)
  useEffect(() => {
    takeMember()
    const token = memberToken()
    if (token === null) return
    fetch('/api/v1/members/me', { headers: { 'glovebox-member': token }, signal: AbortSignal.timeout(PATIENCE_MS) })
      .then(response => (response.ok ? response.json() : null))
      .then(json => Membership.safeParse(json).data)
      .then(known => known && setMember({ name: known.name, title: known.class.title }))
      .catch(() => {})
  }, [])
  return member
}
