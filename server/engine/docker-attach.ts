import { request as httpRequest, type RequestOptions } from 'node:http'
import { request as httpsRequest } from 'node:https'
import type { Duplex } from 'node:stream'
import type { Endpoint } from './detect.ts'

/**
 * Attaches to a container by a raw HTTP upgrade. dockerode's own attach writes its JSON options into the program's input on Podman
 * (apocas/dockerode#742); this works the same on Docker and Podman. Must come before the start, or the first bytes are lost.
 */
export function attach(endpoint: Endpoint, id: string, signal: AbortSignal): Promise<Duplex> {
  return new Promise((resolve, reject) => {
    const options: RequestOptions = {
      ...endpoint.request,
      method: 'POST',
      path: `/containers/${id}/attach?stream=1&stdin=1&stdout=1&stderr=1`,
      headers: { Host: 'engine', Connection: 'Upgrade', Upgrade: 'tcp', 'Content-Length': '0' },
      signal,
    }
    const request = endpoint.secure ? httpsRequest(options) : httpRequest(options)
    request.on('upgrade', (_response, socket, head) => {
      if (head.length > 0) socket.unshift(head)
      socket.setTimeout(0)
      if ('setNoDelay' in socket) socket.setNoDelay(true)
      resolve(socket)
    })
    request.on('response', response => {
      response.resume()
      reject(new Error(`the engine answered ${response.statusCode} to attach`))
    })
    request.on('error', reject)
    request.end()
  })
}
