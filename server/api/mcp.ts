import type { ServerResponse } from 'node:http'
import type { CallToolResult } from '@modelcontextprotocol/sdk/types.js'
import { z } from 'zod'
import { AddressRates } from '../access/address-rates.ts'
import type { Caller } from '../access/callers.ts'
import { readJson } from '../http/body.ts'
import { countRequest } from '../http/rate-limit.ts'
import { createRouter, type Exchange } from '../http/router.ts'
import { AppError, publicError } from '../platform/app-error.ts'
import { ApiProfiles, RunBody, RunResult } from '../protocol/rest.ts'
import { type ApiDeps, callerOf, countRun, RUN_BODY } from './edge.ts'
import { readOrder } from './v1-request.ts'
import { tellLanguage, tellResult } from './v1-tell.ts'

export const MCP_PATH = '/mcp'
/** What one run may take of messages: assistants introduce themselves and ask what there is before they run anything. */
const MESSAGES_PER_RUN = 8
/** Far more than a call within its bounds has. */
const ARGUMENT_PARTS = 1000
const ADVICE =
  'Runs programs in sealed boxes: no network, nothing is kept between two runs, and limits of time, memory and output. Write results to standard output.'

const { profile, files, main, args, stdin } = RunBody.shape
const RunCode = {
  language: profile.describe('The language: an id that list_languages tells, or one of its aliases.'),
  code: z.string().optional().describe('The program, where it is one file. Give either this or `files`.'),
  files: files.optional().describe('The files of a program that has several. The first one is run, unless `main` names another.'),
  main,
  args,
  stdin,
}
type RunCode = z.infer<z.ZodObject<typeof RunCode>>

type Deps = ApiDeps & {
  /** Whose pages may call; `*`: all. */
  readonly origins: readonly string[]
  /** How often an address may have a program run in an hour. */
  readonly runsPerHour: number
}

/** Tools for assistants (Model Context Protocol, Streamable HTTP): each message is answered by itself, nothing is kept in between. */
export function createMcpRouter(deps: Deps): ReturnType<typeof createRouter> {
  const perHour = deps.runsPerHour * MESSAGES_PER_RUN
  const messages = new AddressRates({ name: 'messages', burst: Math.max(MESSAGES_PER_RUN, Math.ceil(perHour / 60)), perHour })
  return createRouter({
    routes: [
      {
        method: 'POST',
        path: MCP_PATH,
        handle: async exchange => {
          const { request, response } = exchange
          requireOrigin(request.headers.origin, deps.origins)
          const caller = await deps.callers.ofRun(request)
          countRequest(messages, caller, response, 'Messages are taken')
          return answer(exchange, caller, deps)
        },
      },
    ],
    prefix: `${MCP_PATH}/`,
    log: deps.log,
  })
}

/** A page whose name was made to lead to this machine (DNS rebinding) is as foreign as any other: no origin counts as our own. */
function requireOrigin(origin: string | undefined, allowed: readonly string[]): void {
  if (origin === undefined || allowed.includes('*') || allowed.includes(origin)) return
  throw new AppError('bad_origin', 'Pages may call this address when their origin is among GLOVEBOX_API_ORIGINS.')
}

async function answer(exchange: Exchange, caller: Caller, deps: Deps): Promise<void> {
  const { request, response } = exchange
  const message = await readJson(request, RUN_BODY)
  if (Array.isArray(message)) throw new AppError('bad_message', 'One message is taken at a time, not several in an array.')
  // Only whoever is called loads it, and only what it needs of it: no web framework comes along.
  const [{ McpServer }, { WebStandardStreamableHTTPServerTransport: Transport }] = await Promise.all([
    import('@modelcontextprotocol/sdk/server/mcp.js'),
    import('@modelcontextprotocol/sdk/server/webStandardStreamableHttp.js'),
  ])
  const server = new McpServer({ name: 'glovebox', version: '1' }, { instructions: ADVICE, maxToolInputElements: ARGUMENT_PARTS })
  server.registerTool(
    'run_code',
    {
      title: 'Run a program',
      description: 'Runs a program once, in a fresh sealed box, and gives what it wrote and how it ended.',
      inputSchema: RunCode,
      outputSchema: RunResult.shape,
      annotations: { readOnlyHint: true, destructiveHint: false, openWorldHint: false },
    },
    asked => told(deps, () => runCode(asked, exchange, caller, deps)),
  )
  server.registerTool(
    'list_languages',
    {
      title: 'List the languages',
      description: 'The languages that run_code takes, with their versions, libraries and limits.',
      outputSchema: ApiProfiles.shape,
      annotations: { readOnlyHint: true, idempotentHint: true, openWorldHint: false },
    },
    () => told(deps, () => ({ profiles: deps.catalogue().map(tellLanguage) })),
  )
  const transport = new Transport({ enableJsonResponse: true })
  try {
    // The type of an option that is not given has undefined in it there, and not here.
    await server.connect(transport as Parameters<typeof server.connect>[0])
    const { method = 'POST', headers } = request
    const standard = new Request(`http://localhost${MCP_PATH}`, { method, headers: headers as Record<string, string> })
    await send(response, await transport.handleRequest(standard, { parsedBody: message }))
  } finally {
    await server.close()
  }
}

async function runCode(
  { language, code, files, ...asked }: RunCode,
  { response }: Exchange,
  caller: Caller,
  deps: Deps,
): Promise<RunResult> {
  countRun(deps, caller, response)
  if ((code === undefined) === (files === undefined)) throw new AppError('bad_message', 'Give either `code` or `files`.')
  const body = { profile: language, files: files ?? [{ content: code ?? '' }], ...asked }
  const order = readOrder(body, deps.catalogue, caller, callerOf(response))
  return tellResult(order.language, await deps.once(order.request))
}

/** What a tool gives, as data and as text. What is refused is for the assistant to read, like any result; only a fault of ours is logged. */
async function told(
  { log }: Pick<Deps, 'log'>,
  give: () => Promise<Record<string, unknown>> | Record<string, unknown>,
): Promise<CallToolResult> {
  try {
    const structuredContent = await give()
    return { structuredContent, content: [{ type: 'text', text: JSON.stringify(structuredContent) }] }
  } catch (thrown) {
    if (!(thrown instanceof AppError)) log.error({ err: thrown }, 'a tool failed')
    return { isError: true, content: [{ type: 'text', text: publicError(thrown).message }] }
  }
}

async function send(response: ServerResponse, answer: Response): Promise<void> {
  const body = Buffer.from(await answer.arrayBuffer())
  response.writeHead(answer.status, { ...Object.fromEntries(answer.headers), 'content-length': body.length, 'cache-control': 'no-store' })
  response.end(body)
}
