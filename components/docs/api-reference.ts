/** OpenAPI, as far as server/protocol/openapi.ts makes use of it. */
export type ApiSchema = {
  readonly $ref?: string
  readonly type?: string | readonly string[]
  readonly description?: string
  readonly const?: unknown
  readonly default?: unknown
  readonly enum?: readonly unknown[]
  readonly anyOf?: readonly ApiSchema[]
  readonly oneOf?: readonly ApiSchema[]
  readonly properties?: Readonly<Record<string, ApiSchema>>
  readonly required?: readonly string[]
  readonly items?: ApiSchema
  readonly prefixItems?: readonly ApiSchema[]
  readonly pattern?: string
  readonly minLength?: number
  readonly maxLength?: number
  readonly minItems?: number
  readonly maxItems?: number
  readonly minimum?: number
  readonly maximum?: number
}

export const METHODS = ['get', 'post', 'put', 'patch', 'delete'] as const

type ApiContent = Readonly<Record<string, { readonly schema: ApiSchema }>>
type ApiAnswer = { readonly description: string; readonly content?: ApiContent; readonly headers?: Readonly<Record<string, unknown>> }
type ApiParameter = { readonly name: string; readonly in: string; readonly description?: string; readonly schema: ApiSchema }
type ApiEndpoint = {
  readonly summary: string
  readonly description?: string
  readonly parameters?: readonly ApiParameter[]
  readonly requestBody?: { readonly content: ApiContent }
  readonly responses: Readonly<Record<string, ApiAnswer>>
}

/** What can be done at an address, by method; and what holds for all of it. */
type ApiPath = Partial<Readonly<Record<(typeof METHODS)[number], ApiEndpoint>>> & { readonly parameters?: readonly ApiParameter[] }

export type ApiDescription = {
  readonly paths: Readonly<Record<string, ApiPath>>
  readonly components: { readonly schemas: Readonly<Record<string, ApiSchema>> }
}

/** The API as a text to read (Markdown): its endpoints, then what they take and give, field by field. */
export function apiReference({ paths, components }: ApiDescription): string {
  const endpoints = Object.entries(paths).flatMap(([path, { parameters = [], ...methods }]) =>
    METHODS.flatMap(method => {
      const endpoint = methods[method]
      return endpoint
        ? [endpointText(method.toUpperCase(), path, { ...endpoint, parameters: [...parameters, ...(endpoint.parameters ?? [])] })]
        : []
    }),
  )
  const schemas = Object.entries(components.schemas).map(([name, schema]) => schemaText(name, schema))
  return ['## Endpoints', ...endpoints, '## Fields', 'Those marked ○ may be missing.', ...schemas].join('\n\n')
}

function endpointText(method: string, path: string, endpoint: ApiEndpoint): string {
  const { summary, description, parameters = [], requestBody, responses } = endpoint
  const takes = requestBody ? `Takes ${contentWords(requestBody.content)}.` : ''
  const names = parameters.map(
    parameter => `- \`${parameter.name}\` (in the ${parameter.in}): ${`${parameter.description ?? ''}${bounds(parameter.schema)}`.trim()}`,
  )
  const answers = Object.entries(responses).map(([status, answer]) => `| ${statusWords(status)} | ${answerWords(answer)} |`)
  return [
    `### ${method} ${path}`,
    `${summary}. ${description ?? ''}`.trim(),
    takes,
    names.join('\n'),
    ['| answer | |', '|---|---|', ...answers].join('\n'),
  ]
    .filter(text => text !== '')
    .join('\n\n')
}

function statusWords(status: string): string {
  return status === 'default' ? 'any other' : status
}

function answerWords({ description, content, headers }: ApiAnswer): string {
  const gives = content ? ` ${capital(contentWords(content))}.` : ''
  const names = Object.keys(headers ?? {}).map(name => `\`${name}\``)
  return `${cell(description)}${gives}${names.length > 0 ? ` Headers: ${names.join(', ')}.` : ''}`
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1)
}

function contentWords(content: ApiContent): string {
  return Object.entries(content)
    .map(([type, { schema }]) => `${typeWords(schema)} as \`${type}\``)
    .join(', ')
}

function schemaText(name: string, schema: ApiSchema): string {
  const kinds = schema.oneOf
    ? schema.oneOf.map(kind => {
        const type = kind.properties?.type?.const
        return `**\`${type}\`.** ${kind.description ?? ''}\n\n${fieldTable({ ...kind, properties: without(kind.properties ?? {}, 'type') })}`
      })
    : [fieldTable(schema)]
  return [`### ${name}`, schema.description ?? '', ...kinds].filter(text => text !== '').join('\n\n')
}

function without(fields: Readonly<Record<string, ApiSchema>>, name: string): Readonly<Record<string, ApiSchema>> {
  return Object.fromEntries(Object.entries(fields).filter(([field]) => field !== name))
}

function fieldTable(schema: ApiSchema): string {
  return ['| field | type | |', '|---|---|---|', ...fieldRows(schema, '')].join('\n')
}

/** A row for every field, those of objects within too. */
function fieldRows(schema: ApiSchema, path: string): string[] {
  return Object.entries(schema.properties ?? {}).flatMap(([name, field]) => {
    const full = `${path}${name}`
    const optional = schema.required?.includes(name) || field.default !== undefined ? '' : ' ○'
    const fallback = field.default === undefined ? '' : ` Default: \`${JSON.stringify(field.default)}\`.`
    const row = `| \`${full}\`${optional} | ${cell(typeWords(field))} | ${cell(`${field.description ?? ''}${bounds(field)}${fallback}`.trim())} |`
    return [row, ...fieldRows(oneKind(field), `${full}.`), ...(field.items ? fieldRows(field.items, `${full}[].`) : [])]
  })
}

/** Objects of several kinds as one, whose fields need not be there unless all have them. */
function oneKind(schema: ApiSchema): ApiSchema {
  const kinds = schema.oneOf ?? []
  if (kinds.length === 0) return schema
  const properties: Record<string, ApiSchema> = {}
  for (const kind of kinds)
    for (const [name, field] of Object.entries(kind.properties ?? {})) {
      const values = [...(properties[name]?.enum ?? []), field.const]
      properties[name] = field.const === undefined ? field : { enum: values }
    }
  const required = Object.keys(properties).filter(name => kinds.every(kind => kind.required?.includes(name)))
  return { properties, required }
}

/** What may stand there, with a link to what has fields of its own. */
function typeWords(schema: ApiSchema): string {
  if (schema.$ref) {
    const name = schema.$ref.slice(schema.$ref.lastIndexOf('/') + 1)
    return `[${name}](#${name.toLowerCase()})`
  }
  if (schema.const !== undefined) return `\`${schema.const}\``
  if (schema.enum) return schema.enum.map(value => `\`${value}\``).join(', ')
  const kinds = schema.anyOf ?? schema.oneOf
  if (kinds) return [...new Set(kinds.map(typeWords))].join(' or ')
  if (schema.type === 'array')
    return schema.prefixItems ? `[${schema.prefixItems.map(typeWords).join(', ')}]` : `list of ${itemWords(schema)}`
  return [schema.type ?? 'anything'].flat().join(' or ')
}

function itemWords({ items }: ApiSchema): string {
  const words = items ? typeWords(items) : 'anything'
  return words === 'object' || words === 'string' ? `${words}s` : words
}

/** Bounds that a request is refused for, in words. */
function bounds(schema: ApiSchema): string {
  const words = [
    range(schema.minLength, schema.maxLength, 'characters'),
    range(schema.minItems, schema.maxItems, 'entries'),
    range(schema.minimum, schema.maximum, ''),
    schema.pattern === undefined ? '' : `must match \`${schema.pattern}\``,
  ].filter(text => text !== '')
  return words.length > 0 ? ` ${capital(words.join('; '))}.` : ''
}

function range(least: number | undefined, most: number | undefined, unit: string): string {
  const end = unit === '' ? '' : ` ${unit}`
  if (least !== undefined && most !== undefined) return `${least} to ${most}${end}`
  if (most !== undefined) return `${most}${end} at most`
  return least === undefined ? '' : `${least}${end} at least`
}

/** In a table, a bar would begin the next cell. */
function cell(text: string): string {
  return text.replaceAll('|', '\\|').replaceAll('\n', ' ')
}
