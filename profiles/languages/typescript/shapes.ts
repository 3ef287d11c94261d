// The compiler knows which shape is meant in each branch. Add one to Shape, and it names the place that forgets it.
type Shape = { kind: 'circle'; radius: number } | { kind: 'box'; width: number; height: number } | { kind: 'triangle'; height: number }

function draw(shape: Shape): string[] {
  switch (shape.kind) {
    case 'circle': {
      const rows = Array.from({ length: 2 * shape.radius + 1 }, (_, row) => row - shape.radius)
      return rows.map(y => {
        const half = Math.round(Math.sqrt(shape.radius ** 2 - y ** 2) * 2)
        return ' '.repeat(2 * shape.radius - half) + '●'.repeat(2 * half + 1)
      })
    }
    case 'box':
      return Array.from({ length: shape.height }, () => '■'.repeat(shape.width))
    case 'triangle':
      return Array.from({ length: shape.height }, (_, row) => ' '.repeat(shape.height - row) + '▲'.repeat(2 * row + 1))
    default: {
      const forgotten: never = shape
      return forgotten
    }
  }
}

const paint = (colour: number, lines: string[]) => lines.map(line => `\x1b[${colour}m${line}\x1b[0m`)

const shapes: [number, Shape][] = [
  [33, { kind: 'circle', radius: 4 }],
  [36, { kind: 'box', width: 16, height: 4 }],
  [35, { kind: 'triangle', height: 6 }],
]

for (const [colour, shape] of shapes) console.log(`${paint(colour, draw(shape)).join('\n')}\n`)
