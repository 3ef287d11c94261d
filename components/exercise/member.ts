/** Whom a class knows this browser as. Made where somebody joins it, or by a course system that opens an exercise. */

const STORED = 'glovebox-member'
const IN_ADDRESS = '#member='
const TOKEN = /^[\w.~-]{16,512}$/

/** Where the browser keeps nothing, as in a frame of another site: whom it is, for as long as the page is open. */
let held: string | null = null

/** Null without a class. */
export function memberToken(): string | null {
  try {
    const token = localStorage.getItem(STORED) ?? held
    return token !== null && TOKEN.test(token) ? token : null
  } catch {
    return held
  }
}

/** From now on this browser is that member; null: nobody's. False when the browser does not keep it. */
export function chooseMember(token: string | null): boolean {
  held = token
  try {
    if (token === null) localStorage.removeItem(STORED)
    else localStorage.setItem(STORED, token)
    return true
  } catch {
    return false
  }
}

/** Takes a token out of the address into the browser's store, so that it is neither shown nor passed on. */
export function takeMember(): void {
  if (!location.hash.startsWith(IN_ADDRESS)) return
  const token = location.hash.slice(IN_ADDRESS.length)
  if (TOKEN.test(token)) chooseMember(token)
  history.replaceState(history.state, '', location.pathname + location.search)
}
