const [seed, number] = process.argv.slice(2).map(Number)

const DESTINATIONS = ['Harbour', 'Old Mill', 'University', 'Zoo', 'Saint Andrew', 'Ice Rink', 'Night Market']

/** A small generator of numbers that look like chance, and are the same for the same seed. */
let state = (seed * 7919 + number * 104729 + 1) % 2147483647
const below = limit => {
  state = (state * 48271) % 2147483647
  return state % limit
}

for (let bus = 0; bus < 6; bus++) {
  console.log(`${1 + below(200)},${DESTINATIONS[below(DESTINATIONS.length)]},${below(4) === 0 ? 0 : below(60)}`)
}
console.log('end')
