import type { FrameMessage } from '../embed/messages.ts'
import { readCode, readFiles, readPart } from './content.ts'
import { Frame } from './frame.ts'
import { look } from './look.ts'
import { trusted, trustedServers } from './servers.ts'

/** The server that the script came from. */
const SERVER = new URL('.', import.meta.url).href
const SERVERS = trustedServers(import.meta.url, document.querySelectorAll('script'))
const HEIGHT_PX = { least: 80, most: 1200 }
const ID = /^[0-9A-Za-z]{12}$/

/** What is done once the frame is there. */
type Wish = 'run' | 'focus'

/**
 * `<glovebox-snippet>`: a code block that can be run and edited (README.md, "Embedding"). Until somebody asks for that, it is the page's own block with
 * two buttons, and nothing is loaded.
 */
class GloveboxSnippet extends HTMLElement {
  static readonly observedAttributes = ['theme', 'height']
  readonly #root: ShadowRoot
  #frame: Frame | null = null
  #stage: HTMLElement | null = null
  #said: HTMLElement | null = null
  #run: HTMLButtonElement | null = null
  #seen: IntersectionObserver | null = null
  #handsOver = false
  #sized = false

  constructor() {
    super()
    this.#root = this.attachShadow({ mode: 'open' })
    this.#root.adoptedStyleSheets = [look()]
  }

  connectedCallback(): void {
    // The parser may not have come to the content yet.
    if (document.readyState === 'loading') addEventListener('DOMContentLoaded', () => this.#show(), { once: true })
    else this.#show()
  }

  disconnectedCallback(): void {
    this.#seen?.disconnect()
    this.#frame?.dispose()
    this.#frame = null
  }

  attributeChangedCallback(name: string): void {
    if (name === 'height') this.#fit(0)
    else this.#frame?.send({ type: 'setTheme', theme: this.#theme })
  }

  /** Runs what is in it, as the button does. */
  run(): void {
    this.#open('run')
  }

  stop(): void {
    this.#frame?.send({ type: 'stop' })
  }

  /** Puts the code back as it was. */
  reset(): void {
    this.#frame?.send({ type: 'reset' })
  }

  get #theme(): 'light' | 'dark' | 'system' {
    const theme = this.getAttribute('theme')
    return theme === 'light' || theme === 'dark' ? theme : 'system'
  }

  #show(): void {
    if (!this.isConnected || this.#frame) return
    const content = readCode(this)
    const readonly = this.hasAttribute('readonly')
    const name = this.getAttribute('label') ?? this.getAttribute('language') ?? content?.language ?? ''
    const bar = make('div', 'bar')
    const run = make('button', 'run', content || this.hasAttribute('autorun') ? 'Run' : 'Load and run')
    run.type = 'button'
    run.addEventListener('click', () => this.#open('run'))
    bar.append(make('span', 'name', name))
    if (!readonly) {
      const edit = make('button', 'edit', 'Edit')
      edit.type = 'button'
      edit.addEventListener('click', () => this.#open('focus'))
      bar.append(edit)
    }
    bar.append(run)
    const stage = make('div', '')
    stage.append(bar)
    if (content) stage.append(this.#codeView(content, readonly))
    const said = make('p', '')
    said.setAttribute('role', 'alert')
    said.hidden = true
    this.#run = run
    this.#stage = stage
    this.#said = said
    this.#root.replaceChildren(stage, said)
    if (this.hasAttribute('autorun')) this.#runWhenSeen()
  }

  #codeView({ code, block }: { readonly code: string; readonly block: Element | null }, readonly: boolean): HTMLElement {
    const view = make('div', readonly ? 'code' : 'code edit')
    view.tabIndex = 0
    view.role = 'group'
    view.ariaLabel = 'Code'
    // The page's own block keeps the page's own look.
    view.append(block ? document.createElement('slot') : make('pre', '', code))
    view.addEventListener('click', () => {
      // Who selects some of it wants to copy it.
      if (!readonly && getSelection()?.isCollapsed !== false) this.#open('focus')
    })
    return view
  }

  #runWhenSeen(): void {
    this.#seen = new IntersectionObserver(entries => {
      if (!entries.some(entry => entry.isIntersecting)) return
      this.#seen?.disconnect()
      this.#open('run', false)
    })
    this.#seen.observe(this)
  }

  /** Makes the frame where there is none, and does what is wished. */
  async #open(wish: Wish, focus = true): Promise<void> {
    if (this.#frame) return this.#do(wish, focus)
    const said = this.#said
    if (said) said.hidden = true
    this.#busy(true)
    const content = readCode(this)
    const snippet = this.getAttribute('snippet') ?? ''
    try {
      if (!content && !ID.test(snippet)) throw new Error('There is no code here, and no snippet is named.')
      const own = content && !ID.test(snippet)
      this.#handsOver = Boolean(own)
      const server = trusted(new URL(this.getAttribute('server') ?? SERVER, document.baseURI), SERVERS)
      const files = own ? await readFiles(this.getAttribute('files') ?? '') : []
      if (this.#frame || !this.isConnected) return
      const readonly = this.hasAttribute('readonly')
      const label = this.getAttribute('label') ?? ''
      const address = new URL(own ? 'embed' : `embed/${snippet}`, server)
      address.searchParams.set('theme', this.#theme)
      if (readonly) address.searchParams.set('readonly', '')
      const frame = new Frame(address, `Example${label === '' ? '' : `: ${label}`}`, {
        onMessage: message => this.#take(message),
        onLost: () => this.#fail(`The example cannot be loaded. Perhaps ${address.host} does not let this site show it.`),
      })
      this.#frame = frame
      this.#sized = false
      // It loads behind the block and takes its place when it has something to show.
      frame.element.className = 'coming'
      this.#root.append(frame.element)
      frame.send({ type: 'hello' })
      if (own)
        frame.send({
          type: 'load',
          title: label,
          language: this.getAttribute('language') ?? content.language ?? 'text',
          code: content.code,
          setup: readPart(this, 'setup'),
          teardown: readPart(this, 'teardown'),
          files: [...files],
          readonly,
        })
      this.#do(wish, focus)
    } catch (fault) {
      this.#fail(fault instanceof Error ? fault.message : String(fault))
    }
  }

  #do(wish: Wish, focus: boolean): void {
    if (focus) this.#frame?.element.focus({ preventScroll: true })
    this.#frame?.send({ type: wish })
  }

  #take(message: FrameMessage): void {
    if (message.type === 'height') {
      this.#sized = true
      this.#fit(message.px)
    }
    // A snippet is there as soon as it says how high it is; what is handed over, when the editor has it.
    if (message.type === (this.#handsOver ? 'loaded' : 'height') && this.#frame && this.#stage) {
      this.#stage.hidden = true
      this.#frame.element.className = ''
    }
    if (message.type === 'started' || message.type === 'exited' || message.type === 'refused')
      this.dispatchEvent(new CustomEvent(`glovebox-${message.type}`, { bubbles: true, detail: message }))
    // What is handed over is not taken: there will be nothing to show.
    if (message.type === 'refused' && !this.#sized) this.#fail(message.message)
  }

  /** As high as its content, or as the page has said. */
  #fit(px: number): void {
    const frame = this.#frame?.element
    if (!frame) return
    const said = Number.parseInt(this.getAttribute('height') ?? '', 10)
    if (said > 0) frame.style.height = `${said}px`
    else if (px > 0) frame.style.height = `${Math.max(HEIGHT_PX.least, Math.min(HEIGHT_PX.most, px))}px`
  }

  #busy(busy: boolean): void {
    if (this.#run) {
      this.#run.ariaBusy = String(busy)
      this.#run.textContent = busy ? 'Loading…' : 'Run'
    }
  }

  /** The block is there again, and says why. */
  #fail(why: string): void {
    const focused = this.#frame !== null && this.#root.activeElement === this.#frame.element
    this.#frame?.dispose()
    this.#frame = null
    this.#busy(false)
    if (this.#stage) this.#stage.hidden = false
    if (focused) this.#run?.focus()
    if (this.#said) {
      this.#said.textContent = why
      this.#said.hidden = false
    }
  }
}

function make<Name extends keyof HTMLElementTagNameMap>(name: Name, look: string, text = ''): HTMLElementTagNameMap[Name] {
  const element = document.createElement(name)
  if (look !== '') element.className = look
  if (text !== '') element.textContent = text
  return element
}

if (!customElements.get('glovebox-snippet')) customElements.define('glovebox-snippet', GloveboxSnippet)
