// The other file of this program is basket.js: it is in the list of files.
import { Basket } from './basket.js'

const basket = new Basket()
basket.put('apples', 3, 0.4)
basket.put('bread', 1, 2.8)
console.table(basket.lines)
console.log(`Together: ${basket.total().toFixed(2)}`)
