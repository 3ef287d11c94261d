/** A door that counts who is inside. */
export function openDoor(limit) {
  let visitors = 0
  let peak = 0

  return {
    enter() {
      if (visitors === limit) throw new Error('full')
      visitors += 1
      peak = Math.max(peak, visitors)
      return visitors
    },
    leave() {
      if (visitors === 0) throw new Error('nobody is inside')
      visitors -= 1
      return visitors
    },
    inside: () => visitors,
    most: () => peak,
  }
}
