import { existsSync } from 'node:fs'

const PLACES = ['/usr/bin/chromium-headless-shell', '/usr/bin/chromium'] as const

/** Where the browser of the whole-system tests is: Debian's Chromium without windows, which leaves a fifth more of the processors to the boxes, or the one with. */
export const CHROMIUM: string = process.env.GLOVEBOX_CHROMIUM ?? PLACES.find(place => existsSync(place)) ?? PLACES[0]
