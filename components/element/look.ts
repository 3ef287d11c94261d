/** The page's colours (app/globals.css) for what the component draws itself. */
const LIGHT =
  'color-scheme:light;--panel:#fff;--line:#dbe1df;--text:#14201d;--muted:#56635f;--accent:#0f7469;--strong:#0b5d54;--on:#fff;--soft:#dff2ee;--danger:#b3261e'
const DARK =
  'color-scheme:dark;--panel:#101716;--line:#26312f;--text:#e7efec;--muted:#95a5a0;--accent:#4fd1bd;--strong:#72dfce;--on:#04211c;--soft:#14302b;--danger:#ff9a92'

const CSS = `
:host { ${LIGHT}; position: relative; display: block; margin: 1em 0; border: 1px solid var(--line); border-radius: 10px; overflow: hidden; background: var(--panel); color: var(--text); font: 13px/20px ui-sans-serif, system-ui, sans-serif }
:host([theme='dark']) { ${DARK} }
@media (prefers-color-scheme: dark) { :host(:not([theme='light'])) { ${DARK} } }
:host([hidden]), [hidden] { display: none !important }
.bar { display: flex; align-items: center; gap: 6px; height: 44px; padding: 0 6px 0 12px; border-bottom: 1px solid var(--line) }
.name { flex: 1; min-width: 0; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; font-weight: 500 }
button { height: 32px; padding: 0 12px; border: 0; border-radius: 8px; background: none; color: var(--muted); font: inherit; font-weight: 500; cursor: pointer }
button:hover { background: var(--soft); color: var(--text) }
button.run { background: var(--accent); color: var(--on); font-weight: 600 }
button.run:hover { background: var(--strong) }
button:disabled { background: var(--soft); color: var(--muted); cursor: default }
:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px }
.code { overflow: auto; outline-offset: -2px }
.code.edit { cursor: text }
.code pre { margin: 0; padding: 12px 16px; font: 14px/21px ui-monospace, monospace; tab-size: 4 }
::slotted(pre) { margin: 0 !important }
iframe { display: block; width: 100%; border: 0; color-scheme: normal }
iframe.coming { position: absolute; inset: 0; height: 100% !important; opacity: 0; pointer-events: none }
p { margin: 0; padding: 8px 12px; border-top: 1px solid var(--line); color: var(--danger) }
@media (max-width: 640px), (pointer: coarse) { button { height: 40px } }
`

let made: CSSStyleSheet | null = null

/** One sheet for all components of a page. A policy of the page that lets no style in has nothing against it: it is no element. */
export function look(): CSSStyleSheet {
  if (!made) {
    made = new CSSStyleSheet()
    made.replaceSync(CSS)
  }
  return made
}
