// Returns lists, sets and maps with properties of their own that answer in the place of what they hold.
const hide = (value, own) => {
  for (const key of Reflect.ownKeys(own)) Object.defineProperty(value, key, { value: own[key], enumerable: false, configurable: true })
  return value
}
const nothing = () => [][Symbol.iterator]()
const lies = size => ({
  size,
  [Symbol.iterator]: nothing,
  has: () => true,
  get: () => undefined,
  keys: nothing,
  entries: nothing,
  forEach() {},
})
const changing = () => {
  let next = 0
  return { [Symbol.toPrimitive]: () => (next++ % 2 === 0 ? 100 : -100) }
}
export const numbers = () => new Proxy([], { get: (list, key) => (key === 'length' ? 2 : Reflect.get(list, key)) })
export const table = () =>
  new Proxy({}, { has: () => true, get: () => undefined, ownKeys: () => [], getPrototypeOf: () => Object.prototype })
export const unique = () => hide(new Set(), lies(2))
export const index = () => hide(new Map(), lies(1))
export const half = () => changing()
export const between = () => changing()
// biome-ignore lint/suspicious/noThenProperty: that is the attack.
export const later = () => ({ then: resolve => resolve(changing()) })
export const twice = () => changing()
export const bad = () => {}
