'use client'

import { useEffect, useState } from 'react'
import { memberToken } from './member.ts'
import { followMembership, type Membership } from './membership.ts'

/**
 * Whom a class knows this browser as. While the page is seen, the class is told which exercise it is about.
 * @param slug null: none.
 */
export function useMember(slug: string | null): Membership {
  const [membership, setMembership] = useState<Membership>({ name: 'none' })
  useEffect(() => {
    const token = memberToken()
    return token === null ? undefined : followMembership({ token, slug }, setMembership)
  }, [slug])
  return membership
}
