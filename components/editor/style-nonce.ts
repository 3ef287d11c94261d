/**
 * The editor and the terminal make <style> elements of their own. The page's policy lets in only those that carry its nonce, so every style
 * element that a script makes gets it. Scripts run under the policy already: this gives them nothing that they do not have.
 */
const nonce = document.querySelector<HTMLMetaElement>('meta[name="csp-nonce"]')?.content
const create = Document.prototype.createElement

if (nonce) {
  Document.prototype.createElement = function (this: Document, name: string, options?: ElementCreationOptions) {
    const element = create.call(this, name, options)
    if (name.toLowerCase() === 'style') element.nonce = nonce
    return element
  } as typeof create
}

export {}
