import { createInterface } from 'node:readline'

/** The line of the board for one bus, such as '12,Old Mill,5'. */
const row = line => {
  const [bus, destination, minutes] = line.split(',')
  const when = minutes === '0' ? 'now' : `${minutes} min`
  return `${bus.padStart(3)} ${destination.padEnd(12)} ${when.padStart(6)}`
}

for await (const line of createInterface({ input: process.stdin })) {
  if (line === 'end') break
  console.log(row(line))
}
