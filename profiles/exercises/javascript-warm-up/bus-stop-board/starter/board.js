import { createInterface } from 'node:readline'

/** The line of the board for one bus, such as '12,Old Mill,5'. */
const row = line => line

for await (const line of createInterface({ input: process.stdin })) {
  if (line === 'end') break
  console.log(row(line))
}
