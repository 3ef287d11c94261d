export class Basket {
  lines = []

  put(what, count, price) {
    this.lines.push({ what, count, price })
  }

  total() {
    return this.lines.reduce((sum, { count, price }) => sum + count * price, 0)
  }
}
