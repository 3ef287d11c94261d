import { existsSync } from 'node:fs'

const PLACES = ['/usr/bin/chromium-headless-shell', '/usr/bin/chromium'] as const

/** Where the browser of the whole-system tests is: Debian's Chromium without windows, which leaves a fifth more of the processors to the boxes, or the one with. */
export const CHROMIUM: string = process.env.GLOVEBOX_CHROMIUM ?? PLACES.find(place => existsSync(place)) ?? PLACES[0]

/** Windowless Chromium keeps no site to a process of its own unless it is told to; people's browsers do. */
export const CHROMIUM_ARGS: readonly string[] = ['--no-sandbox', '--site-per-process', '--disable-gpu']
