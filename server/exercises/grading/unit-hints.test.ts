import { expect, it } from 'vitest'
import { hintIn } from './unit-hints.ts'

it.each([
  ['a comment of Python', 'def test_a():\n    # Hint: Look at the borders.\n    assert f(1) == 2\n', 'Look at the borders.'],
  ['a text that documents it', 'def test_a():\n    """Hint: Look at the borders."""\n    assert f(1) == 2\n', 'Look at the borders.'],
  ['a comment of JavaScript', "test('a', () => {\n  // Hint: Two things: a and b.\n  assert(f())\n})\n", 'Two things: a and b.'],
  ['a comment of C', 'static void test_a(void **state) {\n    /* Hint: Count from 0. */\n}\n', 'Count from 0.'],
  ['a comment of Lua', 'it("a", function()\n  -- Hint: Sort first.\nend)\n', 'Sort first.'],
  ['lines that end as those of Windows do', 'def test_a():\r\n    # Hint: Sort first.\r\n    pass\r\n', 'Sort first.'],
])('is found in %s', (_, code, hint) => {
  expect(hintIn(code)).toBe(hint)
})

it.each([
  ['no comment', 'def test_a():\n    assert f("Hint: no") == 1\n'],
  ['a comment that is no hint', '# A hint: none\n'],
  ['an empty one', '# Hint:\n    assert f()\n'],
])('is not found in %s', (_, code) => {
  expect(hintIn(code)).toBeNull()
})

it('is bounded', () => {
  expect(hintIn(`# Hint: ${'x'.repeat(5000)}`)).toHaveLength(500)
})
