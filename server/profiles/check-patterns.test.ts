import { describe, expect, it } from 'vitest'
import { groupsOf, slownessOf } from './check-patterns.ts'

describe('patterns', () => {
  it('tells the groups', () => {
    expect(groupsOf('^(?<file>.+):(?<line>\\d+)|(x)')).toEqual({ names: ['file', 'line'], count: 3 })
    expect(groupsOf('abc')).toEqual({ names: [], count: 0 })
  })

  it.each([
    '^\\s*File "(?<file>[^"]+)", line (?<line>\\d+)',
    '^(?<file>[^\\s:]+):(?<line>\\d+):(?:(?<column>\\d+):)? (?<severity>error|warning): (?<message>.*)$',
    '^(?<message>[A-Za-z_][\\w.]*(?:Error|Exception)\\b.*)$',
    '(\\d+(?:\\.\\d+)+)',
    '\\((?<file>[\\w./-]+\\.js):(?<line>\\d+):(?<column>\\d+)\\)$',
  ])('takes what is sound: %s', pattern => {
    expect(slownessOf(pattern)).toBeNull()
  })

  it.each(['^(\\w+\\s?)*$', '((a+))+b', '^(?:a|a)*$', '^File "(?:\\w|\\d)*"!$', '^(?<file>(?:[\\w.]+/?)+):(?<line>\\d+)', '.*.*.*.*x'])(
    'finds what is slow: %s',
    pattern => {
      expect(slownessOf(pattern)).toMatch(/takes seconds/)
    },
  )
})
