import { headers } from 'next/headers'

/** The address that the server was asked at, which it passes on; a proxy before it adds how. */
export async function ownAddress(): Promise<string> {
  const asked = await headers()
  const scheme = asked.get('x-forwarded-proto')?.split(',')[0]?.trim() === 'https' ? 'https' : 'http'
  return `${scheme}://${asked.get('host') ?? 'localhost'}`
}
