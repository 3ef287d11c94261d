import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setImmediate as turn } from 'node:timers/promises'
import { expect, it } from 'vitest'
import { EventLines } from './event-lines.ts'

/** What a caller is told by `tell`, and what goes wrong with that. */
async function told(tell: (lines: EventLines<string>) => void) {
  const faults: Error[] = []
  const server = createServer(async (_request, response) => {
    response.on('error', fault => faults.push(fault))
    tell(new EventLines<string>(response, {}, () => {}))
    await turn()
    response.destroy()
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const text = await (await fetch(`http://127.0.0.1:${(server.address() as AddressInfo).port}`)).text()
  server.close()
  server.closeAllConnections()
  return { text, faults }
}

it('says nothing after the end', async () => {
  expect(
    await told(lines => {
      lines.send('first')
      lines.end('last')
      lines.send('more')
      lines.end('more')
    }),
  ).toEqual({ text: '"first"\n"last"\n', faults: [] })
})
