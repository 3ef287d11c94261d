// Two waves run through each other. Colours are what a terminal understands by "ESC[38;2;red;green;bluem".
import { setTimeout as sleep } from 'node:timers/promises'

const width = 60
const colour = (red, green, blue, text) => `\x1b[38;2;${red};${green};${blue}m${text}\x1b[0m`

for (let time = 0; time < 24; time++) {
  const line = Array.from({ length: width }, (_, x) => {
    const height = Math.sin(x / 5 + time / 3) + Math.sin(x / 9 - time / 4)
    const light = Math.round(((height + 2) / 4) * 255)
    return colour(255 - light, 90 + (light >> 1), light, '▁▂▃▄▅▆▇█'[Math.floor(light / 32)])
  })
  console.log(line.join(''))
  await sleep(40)
}
