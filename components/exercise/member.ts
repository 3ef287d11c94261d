/** Whom a class knows this browser as. Made where somebody joins it, or by a course system that opens an exercise. */

const STORED = 'glovebox-member'
const STORED_ID = 'glovebox-member-id'
const IN_ADDRESS = '#member='
const TOKEN = /^[\w.~-]{16,512}$/
const ID = /^[\dA-Za-z]{16}$/

export type Member = {
  readonly token: string
  /** What this browser keeps of theirs is kept under this, apart from what is others'. */
  readonly mark: string
}

type Known = { readonly token: string | null; readonly id: string | null }
const NOBODY: Known = { token: null, id: null }

/** Where the browser keeps nothing, as in a frame of another site: whom it is, for as long as the page is open. */
let held = NOBODY

/** Null without a class. A token in the address is taken into the browser's store first, so that it is neither shown nor passed on. */
export function currentMember(): Member | null {
  takeMember()
  const { token, id } = stored()
  if (token === null || !TOKEN.test(token)) return null
  // Not every address tells the id: there the token must do, as long as it stays the same.
  return { token, mark: id !== null && ID.test(id) ? id : shortHash(token) }
}

export function memberToken(): string | null {
  return currentMember()?.token ?? null
}

/** From now on this browser is that member; null: nobody's. False when the browser does not keep it. @param id null where it is not known. */
export function chooseMember(token: string | null, id: string | null = null): boolean {
  held = NOBODY
  try {
    // Other tabs look when the token changes.
    put(STORED_ID, id)
    put(STORED, token)
    return true
  } catch {
    held = { token, id }
    return false
  }
}

/** What belongs to somebody's work on an exercise is kept under this; null: of nobody in a class. */
export function workKey(slug: string, owner: Pick<Member, 'mark'> | null): string {
  return owner === null ? slug : `${slug}~${owner.mark}`
}

/** Whose a page is: whoever it is when this is asked for first, for as long as the page is open. */
export function ownerOfPage(): () => Member | null {
  let owner: Member | null | undefined
  return () => {
    if (owner === undefined) owner = currentMember()
    return owner
  }
}

function takeMember(): void {
  if (!location.hash.startsWith(IN_ADDRESS)) return
  const address = new URLSearchParams(location.hash.slice(1))
  const [token, told, known] = [address.get('member') ?? '', address.get('id') ?? '', stored()]
  const id = ID.test(told) ? told : null
  // Of whom the browser is already, it may know more.
  if (TOKEN.test(token) && (known.token !== token || (id !== null && known.id !== id))) chooseMember(token, id)
  history.replaceState(history.state, '', location.pathname + location.search)
}

function stored(): Known {
  try {
    const token = localStorage.getItem(STORED)
    return token === null ? held : { token, id: localStorage.getItem(STORED_ID) }
  } catch {
    return held
  }
}

function put(name: string, value: string | null): void {
  if (value === null) localStorage.removeItem(name)
  else localStorage.setItem(name, value)
}

/** Names a secret without telling it: FNV-1a has 32 bits, so there are two of them. */
function shortHash(text: string): string {
  const hash = (of: string): string => {
    let value = 0x811c9dc5
    for (const letter of of) value = Math.imul(value ^ letter.charCodeAt(0), 0x01000193)
    return (value >>> 0).toString(16).padStart(8, '0')
  }
  return `t${hash(text)}${hash(`${text} ${text}`)}`
}
