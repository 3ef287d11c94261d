import { createInterface } from 'node:readline/promises'

const degrees = ['Celsius', 'Fahrenheit'] as const
type Degree = (typeof degrees)[number]

const convert: Record<Degree, (value: number) => number> = {
  Celsius: value => (value * 9) / 5 + 32,
  Fahrenheit: value => ((value - 32) * 5) / 9,
}

const terminal = createInterface({ input: process.stdin, output: process.stdout })
const value = Number(await terminal.question('How many degrees? '))
terminal.close()

for (const degree of degrees) console.log(`${value} degrees ${degree} are ${convert[degree](value).toFixed(1)} of the other.`)
