import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { findPython, type Python } from '../../test-box.ts'
import { type GradingBench, gradeLoop, openBench } from '../test-grading.ts'

let python: Python
let bench: GradingBench
beforeAll(async () => {
  python = await findPython()
  bench = openBench(python.engine, [python])
})
afterAll(() => bench.close())

const SUMS = `
import pytest
from main import add

def test_adds():
    assert add(1, 2) == 3

def test_adds_words():
    print('the words')
    assert add('a', 'b') == 'ab'

@pytest.mark.parametrize('value', [1, 2])
def test_adds_nothing(value):
    assert add(value, 0) == value
`
const HIDDEN =
  'import unittest, main\n\nclass Hidden(unittest.TestCase):\n    def test_secret_sum(self):\n        self.assertEqual(main.add(40, 2), 42)\n'
const EXERCISE = {
  visible: { files: { 'test_sums.py': SUMS } },
  hidden: { files: { 'test_hidden.py': HIDDEN } },
  solution: 'def add(a, b):\n    return a + b\n',
}

describe('unit tests of Python', () => {
  it('pass for the solution, in source order', async () => {
    const grading = await bench.grade(EXERCISE, EXERCISE.solution)
    expect(grading.tests.map(({ name, hidden, status }) => `${name} ${hidden} ${status}`)).toEqual([
      'test_adds false pass',
      'test_adds_words false pass',
      'test_adds_nothing[1] false pass',
      'test_adds_nothing[2] false pass',
      'Hidden::test_secret_sum true pass',
    ])
    expect(grading).toMatchObject({ status: 'pass', points: 10 })
    expect(grading.tests[1]).toMatchObject({ output: 'the words\n', code: expect.stringContaining("add('a', 'b')") })
    expect(grading.tests[4]).toMatchObject({ output: '', code: null })
  })

  it('tell what was expected, and where the program failed', async () => {
    const source = "def add(a, b):\n    print('adding')\n    if a == 'a':\n        return a.plus(b)\n    return a * b\n"
    const grading = await bench.grade(EXERCISE, source)
    expect(grading.status).toBe('fail')
    expect(grading.tests[0]).toMatchObject({ status: 'fail', expected: '3', got: '2', output: 'adding\n' })
    expect(grading.tests[0]?.message).toContain('assert 2 == 3')
    expect(grading.tests[1]?.message).toContain('File "/code/main.py", line 4, in add')
    expect(grading.tests[4]).toMatchObject({ message: 'This hidden test did not pass.', expected: null, got: null })
  })

  it('one that loops fails alone, and so does one that ends the program', async () => {
    const source = "import os\ndef add(a, b):\n    while a == 1 and b == 2: pass\n    if a == 'a': os._exit(0)\n    return a + b\n"
    const ends = await gradeLoop(0, 1000, limits => bench.grade({ ...EXERCISE, limits }, source))
    expect(ends).toEqual(['fail timeout', 'fail ended_early', 'pass null', 'pass null', 'pass null'])
  })

  it.each([
    ['does not exist', 'def plus(a, b): return a + b\n', "cannot import name 'add'"],
    ['is not Python', 'def add(a, b:\n', 'SyntaxError'],
    ['fails while it is loaded', 'import nowhere\n', "No module named 'nowhere'"],
  ])('what %s is told', async (_, source, message) => {
    const grading = await bench.grade({ ...EXERCISE, hidden: {} }, source)
    expect(grading).toMatchObject({ status: 'error', points: 0 })
    expect(grading.message).toContain(message)
    expect(grading.tests.map(({ status, reason }) => `${status} ${reason}`)).toEqual(Array(4).fill('error not_reached'))
  })

  it('tests of the author that are at fault are told', async () => {
    const broken = { visible: { files: { 'test_x.py': 'def test_x(:\n' } }, solution: 'x = 1\n' }
    expect(await bench.grade(broken, 'x = 1\n')).toMatchObject({ status: 'error', message: expect.stringContaining('SyntaxError') })
  })
})
