'use client'

import { usePathname, useSearchParams } from 'next/navigation'
import { ThemeProvider } from 'next-themes'
import { createContext, type ReactNode, useContext, useState } from 'react'

const Force = createContext<(theme: string) => void>(() => {})

type Props = { readonly nonce: string; readonly children: ReactNode }

/** The theme that the person has chosen, or the system's. In a frame, the page around it may say which. */
export function Themes({ nonce, children }: Props) {
  const named = useSearchParams().get('theme')
  const framed = usePathname().startsWith('/embed')
  const [told, setTold] = useState<string | null>(null)
  const theme = framed ? (told ?? named) : null
  const forced = theme === 'light' || theme === 'dark' ? { forcedTheme: theme } : {}
  return (
    <Force value={setTold}>
      <ThemeProvider attribute="class" defaultTheme="system" enableSystem disableTransitionOnChange nonce={nonce} {...forced}>
        {children}
      </ThemeProvider>
    </Force>
  )
}

/** How a frame takes the theme that it is told. */
export function useForceTheme(): (theme: string) => void {
  return useContext(Force)
}
