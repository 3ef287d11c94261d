import { AlignLeft, LoaderCircle, Save } from 'lucide-react'
import { useEffect, useState } from 'react'
import type { FormatActions } from './format-actions.ts'
import { canFormat } from './format-actions.ts'
import { savedFormatOnSave, saveFormatOnSave } from './saved.ts'
import { useWorkspace } from './store.ts'

const tool =
  'inline-flex h-7 min-w-7 shrink-0 items-center justify-center gap-1.5 rounded-md px-1.5 text-muted text-xs transition-colors hover:bg-accent-soft hover:text-text max-sm:size-10 aria-pressed:bg-accent-soft aria-pressed:text-accent disabled:opacity-50'

/** Lays out the file; and whether saving does that too. */
export function FormatTools({ actions }: { readonly actions: FormatActions }) {
  const possible = useWorkspace(canFormat)
  const busy = useWorkspace(state => state.formatting)
  const [onSave, setOnSave] = useState(false)
  useEffect(() => setOnSave(savedFormatOnSave()), [])
  if (!possible) return null
  const Icon = busy ? LoaderCircle : AlignLeft
  return (
    <>
      <button
        type="button"
        aria-label="Format"
        title="Format (Shift+Alt+F)"
        disabled={busy}
        onClick={() => void actions.format()}
        className={tool}
      >
        <Icon className={`size-4 ${busy ? 'animate-spin' : ''}`} aria-hidden="true" />
        <span className="max-lg:hidden">Format</span>
      </button>
      <button
        type="button"
        aria-label="Format when saving"
        title="Format when saving (Ctrl+S)"
        aria-pressed={onSave}
        onClick={() => {
          setOnSave(!onSave)
          saveFormatOnSave(!onSave)
        }}
        className={`${tool} max-sm:hidden`}
      >
        <Save className="size-4" aria-hidden="true" />
      </button>
    </>
  )
}
