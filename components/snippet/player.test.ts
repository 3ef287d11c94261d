import { expect, it } from 'vitest'
import { Player } from './player.ts'

function playing(events: [number, string][]) {
  const clock = { nowMs: 500 }
  let shown = ''
  const screen = {
    reset: () => {
      shown = ''
    },
    write: (text: string) => {
      shown += text
    },
  }
  const player = new Player(events, screen, () => clock.nowMs)
  const after = (ms: number) => {
    clock.nowMs += ms
    player.tick()
    return shown
  }
  return { player, after, shown: () => shown }
}

const THREE: [number, string][] = [
  [0, 'a'],
  [1000, 'b'],
  [2000, 'c'],
]

it('shows each piece at its time, and stops at the end', () => {
  const { player, after, shown } = playing(THREE)
  player.play()
  expect(shown()).toBe('a')
  expect(after(999)).toBe('a')
  expect(after(1)).toBe('ab')
  expect(player.playing).toBe(true)
  expect(after(5000)).toBe('abc')
  expect(player.playing).toBe(false)
  expect(player.atMs).toBe(2000)
})

it('stands still while it is paused, and goes on from there', () => {
  const { player, after } = playing(THREE)
  player.play()
  after(900)
  player.pause()
  expect(after(10_000)).toBe('a')
  player.play()
  expect(after(100)).toBe('ab')
})

it('goes anywhere, forward and back, playing or not', () => {
  const { player, after, shown } = playing(THREE)
  player.seek(1500)
  expect(shown()).toBe('ab')
  player.seek(500)
  expect(shown()).toBe('a')
  player.play()
  player.seek(1900)
  expect(after(100)).toBe('abc')
  player.seek(99_999)
  expect(player.atMs).toBe(2000)
})

it('plays at another speed, and again from the beginning', () => {
  const { player, after, shown } = playing(THREE)
  player.speed = 2
  player.play()
  expect(after(1000)).toBe('abc')
  player.play()
  expect(shown()).toBe('a')
})

it('makes long waits short', () => {
  const { player } = playing([
    [0, 'a'],
    [60_000, 'b'],
    [60_500, 'c'],
  ])
  expect(player.durationMs).toBe(2500)
})

it('plays what has no length', () => {
  const { player, shown } = playing([[0, 'all']])
  player.play()
  expect(shown()).toBe('all')
  expect(player.playing).toBe(false)
  player.play()
  expect(shown()).toBe('all')
})
