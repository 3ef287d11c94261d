'use client'

import { Monitor, Moon, Sun } from 'lucide-react'
import { useTheme } from 'next-themes'
import { IconButton } from './icon-button.tsx'
import { useInBrowser } from './use-in-browser.ts'

const ORDER = ['system', 'light', 'dark'] as const
const ICONS = { system: Monitor, light: Sun, dark: Moon }

/** Goes round system, light and dark. */
export function ThemeSwitch() {
  const { theme, setTheme } = useTheme()
  // The server does not know the choice: the first render is the same for everybody.
  const inBrowser = useInBrowser()
  const now = ORDER.find(name => inBrowser && name === theme) ?? 'system'
  const next = ORDER[(ORDER.indexOf(now) + 1) % ORDER.length] ?? 'system'
  const Icon = ICONS[now]
  return (
    <IconButton label={`Theme: ${now}. Switch to ${next}`} onClick={() => setTheme(next)}>
      <Icon className="size-4.5" aria-hidden="true" />
    </IconButton>
  )
}
