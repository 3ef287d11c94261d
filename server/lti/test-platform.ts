import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { type CryptoKey, createLocalJWKSet, exportJWK, generateKeyPair, type JWTPayload, jwtVerify, SignJWT } from 'jose'
import type { LtiPlatform } from '../store/lti-record.ts'
import { CLAIM, DEEP_LINKING } from './claims.ts'

type Score = {
  readonly path: string
  readonly authorization: string | undefined
  readonly type: string | undefined
  readonly body: Readonly<Record<string, unknown>>
}

/** A course system for tests: it knows who its people are, signs what it says of them, and has a grade book. */
export class TestPlatform implements AsyncDisposable {
  readonly scores: Score[] = []
  /** Forms with a request for an access token, as they came. */
  readonly grants: URLSearchParams[] = []
  /** How the grade book answers; 0: it hangs up. */
  status = 200
  /** What its keys are answered with, in the place of them. */
  keysAnswer: ((response: ServerResponse) => void) | null = null
  tokenLife = 3600
  /** What it says of whoever is at its pages; null: there are no pages. */
  person: JWTPayload | null = null
  /** Where its link leads. */
  tool = ''
  /** What was chosen, as it came. */
  readonly chosen: string[] = []
  readonly #server = createServer((request, response) => void this.#answer(request, response))
  readonly #host: string
  #key: CryptoKey | null = null
  #jwk: object = {}

  private constructor(host: string) {
    this.#host = host
  }

  static async start(host = '127.0.0.1'): Promise<TestPlatform> {
    const platform = new TestPlatform(host)
    const { privateKey, publicKey } = await generateKeyPair('RS256', { extractable: true })
    platform.#key = privateKey
    platform.#jwk = { ...(await exportJWK(publicKey)), kid: 'one', alg: 'RS256', use: 'sig' }
    await new Promise<void>(resolve => platform.#server.listen(0, '127.0.0.1', resolve))
    return platform
  }

  get url(): string {
    return `http://${this.#host}:${(this.#server.address() as AddressInfo).port}`
  }

  /** As an operator registers it. */
  get registration(): LtiPlatform {
    const { url } = this
    return {
      id: 'platform1',
      issuer: url,
      clientId: 'glovebox',
      deployments: ['1'],
      loginUrl: `${url}/auth?tenant=x`,
      tokenUrl: `${url}/token`,
      jwksUrl: `${url}/jwks`,
      audience: null,
      origins: [],
      createdMs: 1,
    }
  }

  /** What it says of a student who opens an exercise. */
  claims(changes: JWTPayload = {}): JWTPayload {
    return {
      iss: this.url,
      aud: 'glovebox',
      sub: 'ada-1815',
      name: 'Ada Lovelace',
      [`${CLAIM}version`]: '1.3.0',
      [`${CLAIM}message_type`]: 'LtiResourceLinkRequest',
      [`${CLAIM}deployment_id`]: '1',
      [`${CLAIM}resource_link`]: { id: 'link-1', title: 'The first exercise' },
      [`${CLAIM}context`]: { id: 'course-1', title: 'Year 9' },
      [`${CLAIM}roles`]: ['http://purl.imsglobal.org/vocab/lis/v2/membership#Learner'],
      [`${CLAIM}custom`]: { exercise: 'hello' },
      'https://purl.imsglobal.org/spec/lti-ags/claim/endpoint': {
        scope: ['https://purl.imsglobal.org/spec/lti-ags/scope/score'],
        lineitem: `${this.url}/items/7?type=x`,
      },
      ...changes,
    }
  }

  /** What it says of a teacher who chooses what a link leads to. */
  choosing(changes: JWTPayload = {}): JWTPayload {
    return this.claims({
      [`${CLAIM}message_type`]: 'LtiDeepLinkingRequest',
      [`${CLAIM}roles`]: ['http://purl.imsglobal.org/vocab/lis/v2/membership#Instructor'],
      [`${DEEP_LINKING}deep_linking_settings`]: {
        deep_link_return_url: `${this.url}/chosen`,
        accept_types: ['ltiResourceLink'],
        data: 'opaque',
      },
      ...changes,
    })
  }

  async sign(claims: JWTPayload, { key = this.#key, kid = 'one', ageSeconds = 0, lifeSeconds = 300 } = {}): Promise<string> {
    const at = Math.floor(Date.now() / 1000) - ageSeconds
    const jwt = new SignJWT(claims)
      .setProtectedHeader({ alg: 'RS256', kid })
      .setIssuedAt(at)
      .setExpirationTime(at + lifeSeconds)
    return jwt.sign(key as CryptoKey)
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { pathname, searchParams } = new URL(request.url ?? '', this.url)
    let body = ''
    for await (const chunk of request) body += chunk
    const json = (status: number, value: unknown): void =>
      void response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(value))
    if (pathname === '/jwks') {
      if (this.keysAnswer) return this.keysAnswer(response)
      return json(200, { keys: [this.#jwk] })
    }
    const page = (html: string): void =>
      void response.writeHead(200, { 'content-type': 'text/html' }).end(`<!doctype html><link rel="icon" href="data:,">${html}`)
    if (pathname === '/course') return page(this.#course())
    if (pathname === '/auth') return page(await this.#form(searchParams))
    if (pathname === '/chosen') {
      this.chosen.push(new URLSearchParams(body).get('JWT') ?? '')
      return page('<p>Chosen</p>')
    }
    if (pathname === '/token') {
      this.grants.push(new URLSearchParams(body))
      return json(200, { access_token: `token ${this.grants.length}`, token_type: 'Bearer', expires_in: this.tokenLife })
    }
    if (!pathname.endsWith('/scores')) return void response.writeHead(404).end()
    if (this.status === 0) return void request.socket.destroy()
    if (this.status === 307) return void response.writeHead(307, { location: `${this.url}/elsewhere` }).end()
    const { authorization, 'content-type': type } = request.headers
    this.scores.push({ path: request.url ?? '', authorization, type, body: JSON.parse(body) })
    json(this.status, {})
  }

  /** A page of a course, with the tool in a frame. */
  #course(): string {
    const login = new URLSearchParams({
      iss: this.url,
      client_id: 'glovebox',
      login_hint: 'hint',
      target_link_uri: `${this.tool}/exercises`,
    })
    const address = `${this.tool}/lti/login?${login}`.replaceAll('&', '&amp;')
    return `<title>A course</title><h1>A course</h1><iframe name="tool" src="${address}" width="1200" height="700"></iframe>`
  }

  /** What a browser is to bring to the tool. */
  async #form(asked: URLSearchParams): Promise<string> {
    const token = await this.sign({ ...this.person, nonce: asked.get('nonce') ?? '' })
    return `<form method="post" action="${asked.get('redirect_uri')}"><input type="hidden" name="state" value="${asked.get('state')}">
<input type="hidden" name="id_token" value="${token}"></form><script>document.forms[0].submit()</script>`
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#server.close()
    this.#server.closeAllConnections()
  }
}

/** What a tool has signed, by the keys that it shows. */
export async function verifyTool(jwt: string, url: string): Promise<JWTPayload> {
  const keys = createLocalJWKSet((await (await fetch(`${url}/lti/jwks`)).json()) as Parameters<typeof createLocalJWKSet>[0])
  return (await jwtVerify(jwt, keys, { algorithms: ['RS256'] })).payload
}

/** A browser that follows a launch, with its cookies, as far as the tool's answer. */
export class TestBrowser {
  readonly cookies = new Map<string, string>()
  readonly #url: string

  /** @param url the tool's. */
  constructor(url: string) {
    this.#url = url
  }

  /** Begins a launch. Returns what the course system is asked with. */
  async login(platform: TestPlatform, changes: Readonly<Record<string, string>> = {}, method: 'GET' | 'POST' = 'POST'): Promise<Response> {
    const form = new URLSearchParams({
      iss: platform.url,
      client_id: 'glovebox',
      login_hint: 'hint 1',
      lti_message_hint: 'hint 2',
      target_link_uri: `${this.#url}/exercises/hello`,
      ...changes,
    })
    const asked = method === 'GET' ? `/lti/login?${form}` : '/lti/login'
    return this.#send(asked, method === 'GET' ? null : form)
  }

  /** Brings back what the course system has said. */
  launch(state: string, token: string): Promise<Response> {
    return this.#send('/lti/launch', new URLSearchParams({ state, id_token: token }))
  }

  /** Both. */
  async open(platform: TestPlatform, claims: JWTPayload, how: Parameters<TestPlatform['sign']>[1] = {}): Promise<Response> {
    const { state, nonce } = asked(await this.login(platform))
    return this.launch(state, await platform.sign({ nonce, ...claims }, how))
  }

  post(path: string, form: Readonly<Record<string, string>>): Promise<Response> {
    return this.#send(path, new URLSearchParams(form))
  }

  async #send(path: string, form: URLSearchParams | null): Promise<Response> {
    const cookie = [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ')
    const response = await fetch(this.#url + path, {
      redirect: 'manual',
      headers: cookie === '' ? {} : { cookie },
      ...(form ? { method: 'POST', body: form } : {}),
    })
    for (const text of response.headers.getSetCookie()) {
      const [name = '', value = ''] = text.split(';')[0]?.split('=') ?? []
      if (value === '') this.cookies.delete(name)
      else this.cookies.set(name, value)
    }
    return response
  }
}

/** What a course system is asked with at its login address. */
export function asked(response: Response): Readonly<Record<string, string>> & { readonly state: string; readonly nonce: string } {
  const { searchParams } = new URL(response.headers.get('location') ?? '')
  return { state: '', nonce: '', ...Object.fromEntries(searchParams) }
}
