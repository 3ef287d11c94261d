import type { Growth } from './crowd.ts'

const [WIDTH, HEIGHT, LEFT, RIGHT, TOP, BOTTOM] = [720, 320, 56, 64, 40, 44]

type Line = {
  readonly name: string
  readonly colour: string
  readonly dashes: string
  readonly values: readonly number[]
  readonly most: number
}

/** Growth as an SVG: times on the left axis, memory on the right, sessions along the bottom. Legible on light and dark pages. */
export function plotGrowth(points: readonly Growth[]): string {
  const mostMs = niceAbove(Math.max(...points.map(point => point.p95Ms)))
  const mostMiB = niceAbove(Math.max(...points.map(point => point.boxesMiB + point.serverMiB)))
  const mostSessions = Math.max(...points.map(point => point.sessions))
  const x = (sessions: number): number => LEFT + (sessions / mostSessions) * (WIDTH - LEFT - RIGHT)
  const y = (value: number, most: number): number => HEIGHT - BOTTOM - (value / most) * (HEIGHT - TOP - BOTTOM)
  const lines: Line[] = [
    { name: 'p50 (ms)', colour: '#2f7de1', dashes: '', values: points.map(point => point.p50Ms), most: mostMs },
    { name: 'p95 (ms)', colour: '#2f7de1', dashes: '6 4', values: points.map(point => point.p95Ms), most: mostMs },
    {
      name: 'memory, server + boxes (MiB)',
      colour: '#c2681c',
      dashes: '2 4',
      values: points.map(point => point.boxesMiB + point.serverMiB),
      most: mostMiB,
    },
  ]
  const parts: string[] = []
  for (let step = 0; step <= 4; step++) {
    const at = y(step, 4)
    parts.push(`<line x1="${LEFT}" y1="${at}" x2="${WIDTH - RIGHT}" y2="${at}" stroke="#8885" />`)
    parts.push(
      text(LEFT - 8, at + 4, 'end', short((mostMs * step) / 4)),
      text(WIDTH - RIGHT + 8, at + 4, 'start', short((mostMiB * step) / 4)),
    )
  }
  for (const { sessions } of points) parts.push(text(x(sessions), HEIGHT - BOTTOM + 18, 'middle', String(sessions)))
  parts.push(text(WIDTH / 2, HEIGHT - 8, 'middle', 'open sessions, each of which runs something every five seconds'))
  for (const [index, { name, colour, dashes, values, most }] of lines.entries()) {
    const path = points.map((point, at) => `${x(point.sessions).toFixed(1)},${y(values[at] as number, most).toFixed(1)}`).join(' ')
    parts.push(`<polyline points="${path}" fill="none" stroke="${colour}" stroke-width="2" stroke-dasharray="${dashes}" />`)
    for (const [at, point] of points.entries())
      parts.push(`<circle cx="${x(point.sessions).toFixed(1)}" cy="${y(values[at] as number, most).toFixed(1)}" r="3" fill="${colour}" />`)
    const left = LEFT + index * 130
    parts.push(`<line x1="${left}" y1="18" x2="${left + 28}" y2="18" stroke="${colour}" stroke-width="2" stroke-dasharray="${dashes}" />`)
    parts.push(text(left + 34, 22, 'start', name))
  }
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label="Time to the first byte and memory, by open sessions" font-family="system-ui, sans-serif" font-size="12">\n${parts.join('\n')}\n</svg>\n`
}

function text(x: number, y: number, anchor: string, words: string): string {
  return `<text x="${x}" y="${y}" text-anchor="${anchor}" fill="#888">${words}</text>`
}

/** The next of 1, 2, 4, 6, 8 times a power of ten. */
function niceAbove(value: number): number {
  const power = 10 ** Math.floor(Math.log10(value))
  return ([1, 2, 4, 6, 8, 10].find(step => step * power >= value) ?? 10) * power
}

function short(value: number): string {
  return value >= 10 ? value.toFixed(0) : String(Number(value.toFixed(1)))
}
