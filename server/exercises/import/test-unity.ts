/** As much of Unity as these tests call, with its names. */
export const UNITY_H = `#pragma once
#include <stdbool.h>
#ifdef UNITY_OUTPUT_CHAR_HEADER_DECLARATION
extern void UNITY_OUTPUT_CHAR_HEADER_DECLARATION;
#endif
typedef void (*UnityTestFunction)(void);
void setUp(void);
void tearDown(void);
void UnityBegin(const char *file);
int UnityEnd(void);
void UnityIgnore(void);
void UnityDefaultTestRun(UnityTestFunction test, const char *name, int line);
void UnityAssert(bool holds, const char *message, int line);
#define UNITY_BEGIN() UnityBegin(__FILE__)
#define UNITY_END() UnityEnd()
#define RUN_TEST(test) UnityDefaultTestRun(test, #test, __LINE__)
#define TEST_IGNORE() UnityIgnore()
#define TEST_ASSERT_TRUE(condition) UnityAssert(condition, "Expected TRUE Was FALSE", __LINE__)
#define TEST_ASSERT_FALSE(condition) UnityAssert(!(condition), "Expected FALSE Was TRUE", __LINE__)
`
export const UNITY_C = `#include "unity.h"
#include <setjmp.h>
#include <stdio.h>
#ifndef UNITY_OUTPUT_CHAR
#define UNITY_OUTPUT_CHAR(one) putchar(one)
#endif
static jmp_buf out;
static const char *file, *name, *failure;
static int failures, ignored;
static void say(const char *text) { while (*text) UNITY_OUTPUT_CHAR(*text++); }
static void tell(int line, const char *what, const char *message) {
  char number[16];
  snprintf(number, sizeof number, "%d", line);
  say(file ? file : ""); say(":"); say(number); say(":"); say(name); say(":"); say(what); say(message); say("\\n");
}
void UnityBegin(const char *of) { file = of; failures = 0; }
void UnityIgnore(void) { ignored = 1; longjmp(out, 1); }
void UnityAssert(bool holds, const char *message, int line) {
  (void)line;
  if (holds) return;
  failure = message;
  longjmp(out, 1);
}
void UnityDefaultTestRun(UnityTestFunction test, const char *called, int line) {
  name = called; failure = NULL; ignored = 0;
  setUp();
  if (setjmp(out) == 0) test();
  tearDown();
  if (failure) { failures++; tell(line, "FAIL: ", failure); }
  else tell(line, ignored ? "IGNORE" : "PASS", "");
}
int UnityEnd(void) { return failures; }
`
