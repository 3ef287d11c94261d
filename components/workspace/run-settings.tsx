'use client'

import { SlidersHorizontal } from 'lucide-react'
import { useEffect, useId, useRef } from 'react'
import { PRESET_INPUT_BYTES } from '../../server/protocol/limits.ts'
import { PopoverDialog } from '../ui/popover-dialog.tsx'
import { splitArguments } from './arguments.ts'
import { sizeWords, textBytes } from './bytes.ts'
import type { RunSettings as Settings } from './saved.ts'
import { NO_SETTINGS, useWorkspace, workspaceStore } from './store.ts'

const field =
  'w-full rounded-lg border border-line bg-panel px-2.5 font-mono text-[13px] transition-colors placeholder:text-muted hover:border-muted aria-invalid:border-danger'

/** Arguments and preset input of the language's programs, behind a button beside Run. */
export function RunSettings({ disabled }: { readonly disabled: boolean }) {
  const settings = useWorkspace(state => state.settings)
  const set = settings.args.trim() !== '' || settings.useStdin
  return (
    <PopoverDialog
      widthPx={360}
      disabled={disabled}
      buttonLabel={set ? 'Run settings, in use' : 'Run settings'}
      buttonTitle="Arguments and input of the program"
      buttonLook="relative inline-grid size-9 shrink-0 place-items-center rounded-lg border border-line bg-raised text-muted transition-colors hover:border-muted hover:text-text aria-expanded:border-accent aria-expanded:text-text max-sm:size-10"
      face={
        <>
          <SlidersHorizontal className="size-4" aria-hidden="true" />
          {set && <span className="absolute -top-1 -right-1 size-2.5 rounded-full border-2 border-panel bg-accent" aria-hidden="true" />}
        </>
      }
      label="Run settings"
    >
      {hide => <Panel settings={settings} set={set} onDone={hide} />}
    </PopoverDialog>
  )
}

type PanelProps = { readonly settings: Settings; readonly set: boolean; readonly onDone: () => void }

function Panel({ settings, set, onDone }: PanelProps) {
  const id = useId()
  const first = useRef<HTMLInputElement>(null)
  const { args, fault } = splitArguments(settings.args)
  const bytes = textBytes(settings.stdin)
  const tooLarge = bytes > PRESET_INPUT_BYTES
  const change = (part: Partial<Settings>): void => workspaceStore.setState({ settings: { ...settings, ...part } })

  useEffect(() => first.current?.focus(), [])

  return (
    <form
      className="flex flex-col gap-4 p-4"
      onSubmit={event => {
        event.preventDefault()
        onDone()
      }}
    >
      <div className="flex flex-col gap-1.5">
        <label htmlFor={`${id}-args`} className="font-medium">
          Program arguments
        </label>
        <input
          ref={first}
          id={`${id}-args`}
          value={settings.args}
          onChange={event => change({ args: event.target.value.slice(0, 65_536) })}
          placeholder={'--name "Ada Lovelace" 3'}
          aria-invalid={fault !== null}
          aria-describedby={`${id}-split`}
          spellCheck={false}
          autoCapitalize="off"
          autoComplete="off"
          className={`${field} h-9 max-sm:h-10`}
        />
        <div id={`${id}-split`} className="min-h-5 text-muted text-xs leading-5">
          {fault ? (
            <span className="text-danger">{fault}</span>
          ) : args.length === 0 ? (
            'None. Quotes keep words together, as in a shell.'
          ) : (
            <ol aria-label="Arguments, as they are split" className="flex max-h-24 flex-wrap gap-1 overflow-y-auto">
              {args.map((arg, at) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: an argument is its place
                <li key={at} className="max-w-full truncate rounded bg-accent-soft px-1.5 font-mono text-text">
                  {arg === '' ? '(empty)' : arg}
                </li>
              ))}
            </ol>
          )}
        </div>
      </div>
      <div className="flex flex-col gap-1.5">
        <label htmlFor={`${id}-stdin`} className="font-medium">
          Standard input
        </label>
        <textarea
          id={`${id}-stdin`}
          value={settings.stdin}
          onChange={event =>
            change({ stdin: event.target.value, useStdin: settings.stdin === '' && event.target.value !== '' ? true : settings.useStdin })
          }
          rows={5}
          aria-invalid={tooLarge}
          aria-describedby={`${id}-size`}
          spellCheck={false}
          autoCapitalize="off"
          autoComplete="off"
          className={`${field} resize-y py-2 leading-5`}
        />
        <p id={`${id}-size`} className={`text-xs ${tooLarge ? 'text-danger' : 'text-muted'}`}>
          {tooLarge
            ? `This is ${sizeWords(bytes)}; the limit is ${sizeWords(PRESET_INPUT_BYTES)}.`
            : settings.useStdin
              ? `The program reads these ${sizeWords(bytes)} instead of what is typed.`
              : 'The program reads what is typed into the terminal.'}
        </p>
        <label className="flex min-h-8 items-center gap-2.5 max-sm:min-h-11">
          <input
            type="checkbox"
            checked={settings.useStdin}
            onChange={event => change({ useStdin: event.target.checked })}
            className="size-4 accent-accent"
          />
          Use as standard input
        </label>
      </div>
      <div className="flex justify-end gap-2">
        <button
          type="button"
          disabled={!set && settings.stdin === ''}
          onClick={() => workspaceStore.setState({ settings: NO_SETTINGS })}
          className="h-9 rounded-lg px-3.5 font-medium text-muted transition-colors hover:bg-accent-soft hover:text-text disabled:opacity-50 disabled:hover:bg-transparent max-sm:h-10"
        >
          Reset
        </button>
        <button
          type="submit"
          className="h-9 rounded-lg bg-accent px-3.5 font-semibold text-on-accent transition-colors hover:bg-accent-strong max-sm:h-10"
        >
          Done
        </button>
      </div>
    </form>
  )
}
