import type { ReactNode } from 'react'
import { Group, Panel, Separator, useDefaultLayout } from 'react-resizable-panels'
import type { Side } from './saved.ts'

/** The store of panel sizes; none while the page is made on the server, nor where the browser keeps nothing, as in a frame of another site. */
const layoutStorage = {
  getItem: (name: string) => {
    try {
      return globalThis.localStorage?.getItem(name) ?? null
    } catch {
      return null
    }
  },
  setItem: (name: string, value: string) => {
    try {
      localStorage.setItem(name, value)
    } catch {
      // The panes are as they were, the next time.
    }
  },
}

type Props = {
  readonly editor: ReactNode
  readonly terminal: ReactNode
  readonly output: ReactNode | null
  readonly side: Side
  readonly narrow: boolean
  /** False on the server, and until the page works. */
  readonly ready: boolean
  /** What their sizes are kept under. */
  readonly layout: string
}

/** Editor, terminal and output, in sizes that can be changed. */
export function Panes({ editor, terminal, output, side, narrow, ready, layout }: Props) {
  const { defaultLayout, onLayoutChanged } = useDefaultLayout({ id: layout, storage: layoutStorage, onlySaveAfterUserInteractions: true })
  // In a narrow window the output takes the editor's place: the program may be asking something in the terminal.
  const covered = narrow && output !== null
  const below = narrow || side === 'below'
  // As the server sends it: it knows neither the width of the window nor what this browser remembers.
  if (!ready)
    return (
      <div className={`flex h-full divide-line max-md:flex-col max-md:divide-y ${below ? 'flex-col divide-y' : 'md:divide-x'}`}>
        <div className="min-h-0 min-w-0 basis-[55%]">{editor}</div>
        <div className="min-h-0 min-w-0 basis-[45%]">{terminal}</div>
      </div>
    )
  return (
    <Group
      orientation={below ? 'vertical' : 'horizontal'}
      className="h-full"
      {...(defaultLayout ? { defaultLayout } : {})}
      onLayoutChanged={onLayoutChanged}
    >
      <Panel id="editor" defaultSize="55%" minSize="20%">
        <div className="relative h-full">
          <div className={`h-full ${covered ? 'invisible' : ''}`}>{editor}</div>
          {covered && <div className="absolute inset-0 z-10">{output}</div>}
        </div>
      </Panel>
      <Separator aria-label="Size of editor and terminal" className={separator(below)} />
      <Panel id="terminal" defaultSize="45%" minSize="15%">
        <Group orientation={side === 'below' && !narrow ? 'horizontal' : 'vertical'} className="h-full">
          <Panel id="screen" minSize="20%">
            {terminal}
          </Panel>
          {output && !narrow && (
            <>
              <Separator aria-label="Size of terminal and output" className={separator(side === 'right')} />
              <Panel id="output" defaultSize="55%" minSize="20%">
                {output}
              </Panel>
            </>
          )}
        </Group>
      </Panel>
    </Group>
  )
}

function separator(lying: boolean): string {
  return `relative bg-line transition-colors hover:bg-accent data-[separator=active]:bg-accent ${lying ? 'h-px' : 'w-px'}`
}
