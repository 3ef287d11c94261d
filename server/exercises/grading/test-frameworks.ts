/** A framework of unit tests, and a program in its language that adds two numbers: rightly, wrongly, and so that tests get into trouble. */
export type FrameworkCase = {
  readonly name: string
  readonly language: string
  readonly main: string
  readonly tests: Readonly<Record<string, string>>
  /** Of the three tests: 1 + 2, 2 + 2 and 40 + 2. */
  readonly names: readonly string[]
  readonly solution: string
  /** Says 4 for 1 + 2, after it has printed "adding". `compared`: the framework tells what it has compared. */
  readonly wrong: { readonly source: string; readonly message: RegExp; readonly compared: boolean }
  /** Loops for 1 + 2, and ends the program, with success, for 2 + 2. */
  readonly unruly: string
  readonly broken: { readonly source: string; readonly message: RegExp }
}

const NAMES = ['adds', 'adds_again', 'adds_more']
const SUMS: readonly [string, number, number, number][] = [
  ['adds', 1, 2, 3],
  ['adds_again', 2, 2, 4],
  ['adds_more', 40, 2, 42],
]
const each = (line: (name: string, a: number, b: number, sum: number) => string): string => SUMS.map(sum => line(...sum)).join('\n')

const js = {
  solution: 'export const add = (a, b) => a + b\n',
  wrong: "export const add = (a, b) => {\n  console.log('adding')\n  return a === 1 ? 4 : a + b\n}\n",
  unruly: 'export const add = (a, b) => {\n  while (a === 1);\n  if (a === 2) process.exit(0)\n  return a + b\n}\n',
  broken: { source: 'export const add = (a, b) => {\n  return a +\n}\n', message: /main\.js:3/ },
}
const typed = (source: string): string => source.replace('(a, b)', '(a: number, b: number): number')
const ts = {
  solution: typed(js.solution),
  wrong: typed(js.wrong),
  unruly: typed(js.unruly),
  broken: { source: "export const add = (a: number, b: number): number => 'no'\n", message: /main\.ts:1:\d+ - error/ },
}
const nodeTests = `import assert from 'node:assert/strict'\nimport { test } from 'node:test'\nimport { add } from './main'\n${each(
  (name, a, b, sum) => `test('${name}', () => assert.equal(add(${a}, ${b}), ${sum}))`,
)}\n`
const jestTests = `import { describe, expect, test, xtest } from '@jest/globals'\nimport { add } from './main'\ndescribe('sums', () => {\n${each(
  (name, a, b, sum) => `  ${a === 1 ? 'test' : 'xtest'}('${name}', () => {\n    expect(add(${a}, ${b})).toEqual(${sum})\n  })`,
)}\n})\n`
const inSums = NAMES.map(name => `sums › ${name}`)

const cSource = (body: string): string =>
  `#include <stdio.h>\n#include <stdlib.h>\nint add(int a, int b) {\n${body}\n}\nint main(void) { return 0; }\n`
const c = {
  solution: cSource('    return a + b;'),
  wrong: cSource('    printf("adding\\n");\n    return a == 1 ? 4 : a + b;'),
  unruly: cSource('    for (volatile int on = 1; a == 1 && on;) {}\n    if (a == 2) exit(0);\n    return a + b;'),
  broken: { source: cSource('    return a + b'), message: /main\.(?:c|cpp):4:\d+: error/ },
}
const cpp = { ...c, wrong: c.wrong, unruly: c.unruly }
const cppTests = (head: string): string =>
  `${head}int add(int, int);\n${each((name, a, b, sum) => `TEST_CASE("${name}") { CHECK(add(${a}, ${b}) == ${sum}); }`)}\n`
const cHead = 'int add(int, int);\n'

export const FRAMEWORKS: readonly FrameworkCase[] = [
  {
    name: 'node:test',
    language: 'javascript',
    main: 'main.js',
    tests: { 'main.test.js': nodeTests },
    names: NAMES,
    ...js,
    wrong: { source: js.wrong, message: /4 !== 3[\s\S]*main\.test\.js:4/, compared: true },
  },
  {
    name: 'Jest',
    language: 'javascript',
    main: 'main.js',
    tests: { 'main.spec.js': jestTests },
    names: inSums,
    ...js,
    wrong: { source: js.wrong, message: /Expected: 3\nReceived: 4/, compared: true },
  },
  {
    name: 'node:test in TypeScript',
    language: 'typescript',
    main: 'main.ts',
    tests: { 'main.test.ts': nodeTests },
    names: NAMES,
    ...ts,
    wrong: { source: ts.wrong, message: /4 !== 3[\s\S]*main\.test\.ts:4/, compared: true },
  },
  {
    name: 'Jest in TypeScript',
    language: 'typescript',
    main: 'main.ts',
    tests: { 'main.spec.ts': jestTests },
    names: inSums,
    ...ts,
    wrong: { source: ts.wrong, message: /Expected: 3\nReceived: 4/, compared: true },
  },
  {
    name: 'go test',
    language: 'go',
    main: 'main.go',
    tests: {
      'main_test.go': `package main\n\nimport "testing"\n\n${each(
        (name, a, b, sum) =>
          `func Test_${name}(t *testing.T) {\n\tif got := add(${a}, ${b}); got != ${sum} {\n\t\tt.Fatalf("add(${a}, ${b}) = %d, want ${sum}", got)\n\t}\n}\n`,
      )}`,
    },
    names: NAMES.map(name => `Test_${name}`),
    solution: 'package main\n\nfunc add(a, b int) int { return a + b }\n\nfunc main() {}\n',
    wrong: {
      source:
        'package main\n\nimport "fmt"\n\nfunc add(a, b int) int {\n\tfmt.Println("adding")\n\tif a == 1 {\n\t\treturn 4\n\t}\n\treturn a + b\n}\n\nfunc main() {}\n',
      message: /main_test\.go:7: add\(1, 2\) = 4, want 3/,
      compared: false,
    },
    unruly:
      'package main\n\nimport "os"\n\nfunc add(a, b int) int {\n\tfor a == 1 {\n\t}\n\tif a == 2 {\n\t\tos.Exit(0)\n\t}\n\treturn a + b\n}\n\nfunc main() {}\n',
    broken: { source: 'package main\n\nfunc add(a, b int) int { return "no" }\n\nfunc main() {}\n', message: /main\.go:3:\d+: / },
  },
  {
    name: 'JUnit',
    language: 'java',
    main: 'Main.java',
    tests: {
      'MainTest.java': `import static org.junit.jupiter.api.Assertions.assertEquals;\nimport org.junit.jupiter.api.Test;\n\nclass MainTest {\n${each(
        (name, a, b, sum) => `    @Test\n    void ${name}() {\n        assertEquals(${sum}, Main.add(${a}, ${b}));\n    }\n`,
      )}}\n`,
    },
    names: NAMES,
    solution: 'class Main {\n    static int add(int a, int b) {\n        return a + b;\n    }\n}\n',
    wrong: {
      source:
        'class Main {\n    static int add(int a, int b) {\n        System.out.println("adding");\n        return a == 1 ? 4 : a + b;\n    }\n}\n',
      message: /expected: <3> but was: <4>\n\tat MainTest\.adds\(MainTest\.java:7\)/,
      compared: true,
    },
    unruly:
      'class Main {\n    static int add(int a, int b) {\n        while (a == 1);\n        if (a == 2) System.exit(0);\n        return a + b;\n    }\n}\n',
    broken: { source: 'class Main {\n    static int add(int a, int b) {\n        return "no";\n    }\n}\n', message: /Main\.java:3:\d+: / },
  },
  {
    name: 'cmocka',
    language: 'c',
    main: 'main.c',
    tests: {
      'test_main.c': `#include <setjmp.h>\n#include <stdarg.h>\n#include <stddef.h>\n#include <stdint.h>\n#include <cmocka.h>\n${cHead}${each(
        (name, a, b, sum) => `static void ${name}(void **state) {\n    (void)state;\n    assert_int_equal(add(${a}, ${b}), ${sum});\n}\n`,
      )}int main(void) {\n    const struct CMUnitTest tests[] = {${NAMES.map(name => `cmocka_unit_test(${name})`).join(', ')}};\n    return cmocka_run_group_tests(tests, NULL, NULL);\n}\n`,
    },
    names: NAMES,
    ...c,
    wrong: { source: c.wrong, message: /0x4 != 0x3\ntest_main\.c:9/, compared: false },
  },
  {
    name: 'doctest',
    language: 'cpp',
    main: 'main.cpp',
    tests: { 'main_test.cpp': cppTests('#define DOCTEST_CONFIG_IMPLEMENT_WITH_MAIN\n#include <doctest/doctest.h>\n') },
    names: NAMES,
    ...cpp,
    wrong: { source: cpp.wrong, message: /main_test\.cpp:4: CHECK\( add\(1, 2\) == 3 \)/, compared: true },
  },
  {
    name: 'Catch2',
    language: 'cpp',
    main: 'main.cpp',
    tests: { 'main_test.cpp': cppTests('#include <catch2/catch_test_macros.hpp>\n') },
    names: NAMES,
    ...cpp,
    wrong: { source: cpp.wrong, message: /main_test\.cpp:3: CHECK\( add\(1, 2\) == 3 \)/, compared: true },
  },
  {
    name: 'Rust',
    language: 'rust',
    main: 'main.rs',
    tests: {
      'tests/sums.rs': `use sums::*;\n${each((name, a, b, sum) => `#[test]\nfn ${name}() {\n    assert_eq!(add(${a}, ${b}), ${sum});\n}\n`)}`,
      'Cargo.toml': '[package]\nname = "sums"\nedition = "2021"\n',
    },
    names: NAMES,
    solution: 'pub fn add(a: i32, b: i32) -> i32 {\n    a + b\n}\n',
    wrong: {
      source: 'pub fn add(a: i32, b: i32) -> i32 {\n    println!("adding");\n    if a == 1 { 4 } else { a + b }\n}\n',
      message: /left == right[\s\S]*tests\/sums\.rs:4/,
      compared: true,
    },
    unruly:
      'pub fn add(a: i32, b: i32) -> i32 {\n    while a == 1 {\n        std::hint::spin_loop();\n    }\n    if a == 2 {\n        std::process::exit(0);\n    }\n    a + b\n}\n',
    broken: { source: 'pub fn add(a: i32, b: i32) -> i32 {\n    "no"\n}\n', message: /main\.rs:2:\d+/ },
  },
  {
    name: 'minitest',
    language: 'ruby',
    main: 'main.rb',
    tests: {
      'main_test.rb': `require 'minitest/autorun'\nrequire_relative 'main'\n\nclass MainTest < Minitest::Test\n${each(
        (name, a, b, sum) => `  def test_${name}\n    assert_equal ${sum}, add(${a}, ${b})\n  end\n`,
      )}end\n`,
    },
    names: NAMES.map(name => `test_${name}`),
    solution: 'def add(a, b)\n  a + b\nend\n',
    wrong: {
      source: "def add(a, b)\n  puts 'adding'\n  a == 1 ? 4 : a + b\nend\n",
      message: /Expected: 3\n {2}Actual: 4\n {4}main_test\.rb:6/,
      compared: true,
    },
    unruly: 'def add(a, b)\n  loop {} if a == 1\n  exit!(0) if a == 2\n  a + b\nend\n',
    broken: { source: 'def add(a, b)\n  a +\nend\n', message: /main\.rb:\d+/ },
  },
]
