'use client'

import { useTheme } from 'next-themes'
import { createElement, type ReactNode, useEffect } from 'react'
import { useInBrowser } from '../ui/use-in-browser.ts'

const ELEMENT = '/glovebox-snippet.js'

/** Makes a block of code one that runs where it stands, by our own web component. Without scripts, or without it, the block stays as it is. */
export function RunHere({ language, name, children }: { readonly language: string; readonly name: string; readonly children: ReactNode }) {
  const { resolvedTheme } = useTheme()
  const inBrowser = useInBrowser()
  useEffect(() => {
    if (document.querySelector(`script[src="${ELEMENT}"]`)) return
    const script = document.createElement('script')
    script.type = 'module'
    script.src = ELEMENT
    document.head.append(script)
  }, [])
  return createElement('glovebox-snippet', { language, label: name, theme: inBrowser ? resolvedTheme : undefined }, children)
}
