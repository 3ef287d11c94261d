/** A door that counts who is inside. */
export function openDoor(limit) {
  return {
    count: 0,
    enter() {
      this.count += 1
      return this.count
    },
    leave() {
      this.count -= 1
      return this.count
    },
    inside() {
      return this.count
    },
    most() {
      return limit
    },
  }
}

const door = openDoor(10)
door.enter()
console.log(`Inside: ${door.inside()}`)
