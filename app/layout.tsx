import './globals.css'
import type { Metadata, Viewport } from 'next'
import { headers } from 'next/headers'
import { connection } from 'next/server'
import type { ReactNode } from 'react'
import { Themes } from '../components/ui/themes.tsx'

export const metadata: Metadata = {
  title: 'Glovebox',
  description: 'Run code in a sealed box, in a real terminal, from your browser.',
  icons: { icon: '/icon.svg' },
}

export const viewport: Viewport = {
  width: 'device-width',
  initialScale: 1,
  interactiveWidget: 'resizes-content',
  themeColor: [
    { media: '(prefers-color-scheme: light)', color: '#f3f5f4' },
    { media: '(prefers-color-scheme: dark)', color: '#0b100f' },
  ],
}

export default async function RootLayout({ children }: { children: ReactNode }) {
  // Every answer has a nonce of its own, so no page can be made ahead of its request.
  await connection()
  const nonce = (await headers()).get('x-nonce') ?? ''
  return (
    <html lang="en" suppressHydrationWarning>
      <head>
        {/* Read by components/editor/style-nonce.ts. Browsers hide the attribute `nonce` from scripts, not this. */}
        <meta name="csp-nonce" content={nonce} />
      </head>
      <body>
        <Themes nonce={nonce}>{children}</Themes>
      </body>
    </html>
  )
}
