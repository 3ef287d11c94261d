import { useEffect, useState } from 'react'
import { currentMember, type Member, ownerOfPage } from './member.ts'
import { rememberOwner } from './owners.ts'

/** Whose page it is, in the browser. Once this browser is somebody else's, the page begins anew with what is theirs. */
export function useOwner(): () => Member | null {
  const [owner] = useState(ownerOfPage)
  useEffect(() => {
    const mark = owner()?.mark
    if (mark !== undefined) rememberOwner(mark)
    const look = (): void => {
      if (currentMember()?.token !== owner()?.token) location.reload()
    }
    addEventListener('storage', look)
    addEventListener('pageshow', look)
    return () => {
      removeEventListener('storage', look)
      removeEventListener('pageshow', look)
    }
  }, [owner])
  return owner
}
