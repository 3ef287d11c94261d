import { Mark } from './mark.tsx'

type Action = { readonly label: string } & (
  | { readonly run: () => void; readonly href?: never }
  | { readonly href: string; readonly run?: never }
)
type Props = { readonly title: string; readonly text: string; readonly action?: Action }

const HOME: Action = { label: 'Go to the playground', href: '/' }

const link = 'inline-flex h-10 items-center rounded-lg bg-accent px-4 font-semibold text-on-accent transition-colors hover:bg-accent-strong'

/** A page with one message and one way on. */
export function MessagePage({ title, text, action = HOME }: Props) {
  return (
    <main className="grid h-dvh place-items-center p-6">
      <div className="flex max-w-sm flex-col items-start gap-4">
        <Mark />
        <h1 className="font-semibold text-2xl tracking-tight">{title}</h1>
        <p className="text-muted">{text}</p>
        {action.href === undefined ? (
          <button type="button" className={link} onClick={action.run}>
            {action.label}
          </button>
        ) : (
          <a className={link} href={action.href}>
            {action.label}
          </a>
        )}
      </div>
    </main>
  )
}
