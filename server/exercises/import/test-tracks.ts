import { UNITY_C, UNITY_H } from './test-unity.ts'

/** Tracks laid out as Exercism's are, with an exercise of our own in each: files by name. */

type Files = Readonly<Record<string, string>>

type SmallTrack = {
  readonly name: string
  /** What is counted as one: two for most; a table of cases is one in some. */
  readonly tests: number
  readonly files: {
    readonly solution: readonly string[]
    readonly test: readonly string[]
    readonly example: readonly string[]
    readonly editor?: readonly string[]
  }
  readonly exercise: Files
}

export const TRACKS: Readonly<Record<string, SmallTrack>> = {
  python: {
    name: 'Python',
    tests: 2,
    files: { solution: ['even_steps.py'], test: ['even_steps_test.py'], example: ['.meta/example.py'] },
    exercise: {
      'even_steps.py': 'def is_even(steps):\n    pass\n',
      '.meta/example.py': 'def is_even(steps):\n    return steps % 2 == 0\n',
      'even_steps_test.py': `import unittest

from even_steps import (
    is_even,
)


class EvenStepsTest(unittest.TestCase):
    def test_two_is_even(self):
        self.assertIs(is_even(2), True)

    def test_three_is_not(self):
        self.assertIs(is_even(3), False)
`,
    },
  },
  javascript: {
    name: 'JavaScript',
    tests: 2,
    files: { solution: ['even-steps.js'], test: ['even-steps.spec.js'], example: ['.meta/proof.ci.js'] },
    exercise: {
      'even-steps.js': "export const isEven = (steps) => {\n  throw new Error('Remove this statement and implement this function');\n};\n",
      '.meta/proof.ci.js': 'export const isEven = (steps) => steps % 2 === 0;\n',
      'even-steps.spec.js': `import { describe, expect, test, xtest } from '@jest/globals';
import { isEven } from './even-steps';

describe('Even steps', () => {
  test('two is even', () => {
    expect(isEven(2)).toEqual(true);
  });

  xtest('three is not', () => {
    expect(isEven(3)).toBe(false);
  });
});
`,
    },
  },
  go: {
    name: 'Go',
    tests: 1,
    files: { solution: ['even_steps.go'], test: ['even_steps_test.go'], example: ['.meta/example.go'], editor: ['cases_test.go'] },
    exercise: {
      'go.mod': 'module even\n\ngo 1.18\n',
      'even_steps.go':
        'package even\n\n// IsEven tells whether the steps are even.\nfunc IsEven(steps int) bool {\n\tpanic("Please implement the IsEven function")\n}\n',
      '.meta/example.go':
        'package even\n\n// IsEven tells whether the steps are even.\nfunc IsEven(steps int) bool {\n\treturn steps%2 == 0\n}\n',
      'cases_test.go':
        'package even\n\nvar testCases = []struct {\n\tname  string\n\tsteps int\n\teven  bool\n}{\n\t{"two is even", 2, true},\n\t{"three is not", 3, false},\n}\n',
      'even_steps_test.go': `package even

import "testing"

func TestEven(t *testing.T) {
	for _, tc := range testCases {
		t.Run(tc.name, func(t *testing.T) {
			if got := IsEven(tc.steps); got != tc.even {
				t.Fatalf("IsEven(%d) = %t, want %t", tc.steps, got, tc.even)
			}
		})
	}
}
`,
    },
  },
  c: {
    name: 'C',
    tests: 2,
    files: { solution: ['even_steps.c', 'even_steps.h'], test: ['test_even_steps.c'], example: ['.meta/example.c', '.meta/example.h'] },
    exercise: {
      makefile: 'all:\n',
      'test-framework/unity.c': UNITY_C,
      'test-framework/unity.h': UNITY_H,
      'test-framework/unity_internals.h': '#pragma once\n',
      'even_steps.c': '#include "even_steps.h"\n',
      'even_steps.h': '#ifndef EVEN_STEPS_H\n#define EVEN_STEPS_H\n\n#endif\n',
      '.meta/example.c': '#include "even_steps.h"\n\nbool is_even(int steps)\n{\n   return steps % 2 == 0;\n}\n',
      '.meta/example.h': '#ifndef EVEN_STEPS_H\n#define EVEN_STEPS_H\n\n#include <stdbool.h>\n\nbool is_even(int steps);\n\n#endif\n',
      'test_even_steps.c': `#include "test-framework/unity.h"
#include "even_steps.h"

void setUp(void)
{
}

void tearDown(void)
{
}

static void test_two_is_even(void)
{
   TEST_ASSERT_TRUE(is_even(2));
}

static void test_three_is_not(void)
{
   TEST_IGNORE();   // delete this line to run test
   TEST_ASSERT_FALSE(is_even(3));
}

int main(void)
{
   UNITY_BEGIN();
   RUN_TEST(test_two_is_even);
   RUN_TEST(test_three_is_not);
   return UNITY_END();
}
`,
    },
  },
  java: {
    name: 'Java',
    tests: 2,
    files: {
      solution: ['src/main/java/EvenSteps.java'],
      test: ['src/test/java/EvenStepsTest.java'],
      example: ['.meta/src/reference/java/EvenSteps.java'],
    },
    exercise: {
      'build.gradle': 'plugins { id "java" }\n',
      'src/main/java/EvenSteps.java':
        'class EvenSteps {\n\n    boolean isEven(int steps) {\n        throw new UnsupportedOperationException("Delete this statement and write your own implementation.");\n    }\n}\n',
      '.meta/src/reference/java/EvenSteps.java':
        'class EvenSteps {\n\n    boolean isEven(int steps) {\n        return steps % 2 == 0;\n    }\n}\n',
      'src/test/java/EvenStepsTest.java': `import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Disabled;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

public class EvenStepsTest {

    @Test
    @DisplayName("two is even")
    public void twoIsEven() {
        assertThat(new EvenSteps().isEven(2)).isTrue();
    }

    @Disabled("Remove to run test")
    @Test
    @DisplayName("three is not")
    public void threeIsNot() {
        assertThat(new EvenSteps().isEven(3)).isFalse();
    }
}
`,
    },
  },
  rust: {
    name: 'Rust',
    tests: 2,
    files: { solution: ['src/lib.rs', 'Cargo.toml'], test: ['tests/even_steps.rs'], example: ['.meta/example.rs'] },
    exercise: {
      'Cargo.toml': '[package]\nname = "even_steps"\nversion = "0.1.0"\nedition = "2024"\n\n[dependencies]\n',
      'src/lib.rs': 'pub fn is_even(steps: u64) -> bool {\n    todo!("true if {steps} is even")\n}\n',
      '.meta/example.rs':
        'pub fn is_even(steps: u64) -> bool {\n    steps.is_multiple_of_two()\n}\n\ntrait Even {\n    fn is_multiple_of_two(&self) -> bool;\n}\n\nimpl Even for u64 {\n    fn is_multiple_of_two(&self) -> bool {\n        self % 2 == 0\n    }\n}\n',
      'tests/even_steps.rs':
        'use even_steps::*;\n\n#[test]\nfn two_is_even() {\n    assert!(is_even(2));\n}\n\n#[test]\n#[ignore]\nfn three_is_not() {\n    assert!(!is_even(3));\n}\n',
    },
  },
  ruby: {
    name: 'Ruby',
    tests: 2,
    files: { solution: ['even_steps.rb'], test: ['even_steps_test.rb'], example: ['.meta/example.rb'] },
    exercise: {
      'even_steps.rb': "=begin\nWrite your code for the 'Even Steps' exercise in this file.\n=end\n",
      '.meta/example.rb': 'class EvenSteps\n  def self.even?(steps)\n    steps.even?\n  end\nend\n',
      'even_steps_test.rb': `require 'minitest/autorun'
require_relative 'even_steps'

class EvenStepsTest < Minitest::Test
  def test_two_is_even
    # skip
    assert_equal true, EvenSteps.even?(2)
  end

  def test_three_is_not
    skip
    assert_equal false, EvenSteps.even?(3)
  end
end
`,
    },
  },
  typescript: {
    name: 'TypeScript',
    tests: 2,
    files: { solution: ['even-steps.ts'], test: ['even-steps.test.ts'], example: ['.meta/proof.ci.ts'] },
    exercise: {
      'even-steps.ts':
        "export function isEven(steps: unknown): unknown {\n  throw new Error('Remove this line and implement the function')\n}\n",
      '.meta/proof.ci.ts': 'export function isEven(steps: number): boolean {\n  return steps % 2 === 0\n}\n',
      'even-steps.test.ts': `import { describe, it, expect, xit } from '@jest/globals'
import { isEven } from './even-steps.ts'

describe('Even steps', () => {
  it('two is even', () => {
    expect(isEven(2)).toBe(true)
  })

  xit('three is not', () => {
    expect(isEven(3)).toBe(false)
  })
})
`,
    },
  },
  cpp: {
    name: 'C++',
    tests: 2,
    files: {
      solution: ['even_steps.cpp', 'even_steps.h'],
      test: ['even_steps_test.cpp'],
      example: ['.meta/example.cpp', '.meta/example.h'],
    },
    exercise: {
      'even_steps.cpp': '#include "even_steps.h"\n\nnamespace even_steps {\n\n}  // namespace even_steps\n',
      'even_steps.h': '#pragma once\n\nnamespace even_steps {\n\n}  // namespace even_steps\n',
      '.meta/example.cpp':
        '#include "even_steps.h"\n\nnamespace even_steps {\n\nbool is_even(int steps) { return steps % 2 == 0; }\n\n}  // namespace even_steps\n',
      '.meta/example.h': '#pragma once\n\nnamespace even_steps {\n\nbool is_even(int steps);\n\n}  // namespace even_steps\n',
      'even_steps_test.cpp': `#include "even_steps.h"

#ifdef EXERCISM_TEST_SUITE
#include <catch2/catch.hpp>
#else
#include "test/catch.hpp"
#endif

TEST_CASE("two is even") { REQUIRE(even_steps::is_even(2)); }

#if defined(EXERCISM_RUN_ALL_TESTS)
TEST_CASE("three is not") { REQUIRE_FALSE(even_steps::is_even(3)); }
#endif
`,
    },
  },
}

/** The files of a track with one exercise. */
export function trackFiles(slug: string): Record<string, string> {
  const track = TRACKS[slug]
  if (!track) throw new Error(`no track ${slug}`)
  const exercises = [
    { uuid: '1', slug: 'even-steps', name: 'Even Steps', difficulty: 4, practices: ['booleans'], prerequisites: ['numbers'] },
  ]
  const meta = {
    authors: ['ada'],
    contributors: ['bob'],
    files: track.files,
    blurb: 'Tell even from odd.',
    source: 'A walk',
    source_url: 'https://example.org/walk',
  }
  const inExercise = {
    ...track.exercise,
    '.docs/instructions.md':
      '# Instructions\n\nTell whether a number of steps is [even](/docs/even).\n\n![Steps](https://example.org/steps.png)\n\n~~~~exercism/note\nZero is even.\n~~~~\n',
    '.docs/instructions.append.md': '# Track\n\nSee `![code](x.png)` and [here](../there.md).\n',
    '.docs/hints.md': '# Hints\n\n## General\n\n- Think of [pairs][pairs].\n\n## 1. Even\n\n- What is left over?\n\n[pairs]: /docs/pairs\n',
    '.meta/config.json': JSON.stringify(meta),
  }
  return {
    'config.json': JSON.stringify({ language: track.name, slug, version: 3, exercises: { concept: [], practice: exercises } }),
    LICENSE: 'MIT License\n\nCopyright (c) somebody\n',
    ...Object.fromEntries(Object.entries(inExercise).map(([name, text]) => [`exercises/practice/even-steps/${name}`, text])),
  }
}
