/** A host, and its port where it has one; what else a client may send for it is not repeated. */
const HOST = /^(?:[\w-]+(?:\.[\w-]+)*|\[[\da-f:]+\])(?::\d{1,5})?$/i
const HOST_LENGTH = 260

/**
 * Where a request was sent, such as `https://play.example.org`, for links that others follow. The server, and the proxy before it if there is one, say
 * it in these headers.
 */
export function origin(headers: Pick<Headers, 'get'>): string {
  const host = first(headers.get('x-forwarded-host') ?? headers.get('host'))
  const scheme = first(headers.get('x-forwarded-proto')) === 'https' ? 'https' : 'http'
  return `${scheme}://${host.length <= HOST_LENGTH && HOST.test(host) ? host : 'localhost'}`
}

/** Each proxy on the way adds its own behind the others. */
function first(list: string | null): string {
  return list?.split(',', 1)[0]?.trim() ?? ''
}
