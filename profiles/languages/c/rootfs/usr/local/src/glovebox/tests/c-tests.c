// Carries out one test of cmocka, or of Unity, and passes all others over.
#include "each.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#define REPORT "/tmp/glovebox-report.xml"

/// All tests in source order; compile.pl writes the table.
extern const char *const glovebox_names[];
extern const int glovebox_count;

static const char *wanted(void) {
    int number = glovebox_number();
    return number >= 0 && number < glovebox_count ? glovebox_names[number] : "";
}

// cmocka

int __real__cmocka_run_group_tests(const char *, const struct CMUnitTest *, size_t, CMFixtureFunction, CMFixtureFunction);
int __wrap__cmocka_run_group_tests(const char *, const struct CMUnitTest *, size_t, CMFixtureFunction, CMFixtureFunction);

static char report[64 * 1024];

static void read_report(void) {
    FILE *file = fopen(REPORT, "r");
    if (!file) return;
    report[fread(report, 1, sizeof report - 1, file)] = 0;
    fclose(file);
    unlink(REPORT);
}

/// What stands between two texts, cut out in place; null where it is not there.
static char *between(const char *from, const char *to) {
    char *start = strstr(report, from);
    if (!start) return NULL;
    start += strlen(from);
    char *end = strstr(start, to);
    if (end) *end = 0;
    return start;
}

int __wrap__cmocka_run_group_tests(const char *name, const struct CMUnitTest *tests, size_t count, CMFixtureFunction setup, CMFixtureFunction teardown) {
    for (size_t test = 0; test < count; test++) {
        if (strcmp(tests[test].name, wanted()) != 0) continue;
        setenv("CMOCKA_XML_FILE", REPORT, 1);
        unsetenv("CMOCKA_MESSAGE_OUTPUT");
        unsetenv("CMOCKA_TEST_FILTER");
        unsetenv("CMOCKA_SKIP_FILTER");
        cmocka_set_test_filter(NULL);
        cmocka_set_skip_filter(NULL);
        cmocka_set_message_output(CM_OUTPUT_XML);
        unlink(REPORT);
        int failed = __real__cmocka_run_group_tests(name, tests + test, 1, setup, teardown);
        read_report();
        if (strstr(report, "<skipped/>")) glovebox_end("skip", NULL, NULL, NULL);
        if (failed == 0 && strstr(report, "failures=\"0\"") && strstr(report, "errors=\"0\"")) glovebox_end("pass", NULL, NULL, NULL);
        glovebox_end("fail", between("<![CDATA[", "]]>"), NULL, NULL);
    }
    return 0;
}

// Unity

static char said[16 * 1024];
static size_t said_bytes;

/// Unity's output comes here (UNITY_OUTPUT_CHAR).
void glovebox_unity_char(int one);
void glovebox_unity_char(int one) {
    if (said_bytes < sizeof said - 1) said[said_bytes++] = (char)one;
}

/// Not there where the tests are those of cmocka.
__attribute__((weak)) void __real_UnityDefaultTestRun(void (*run)(void), const char *name, int line);
void __wrap_UnityDefaultTestRun(void (*run)(void), const char *name, int line);

void __wrap_UnityDefaultTestRun(void (*run)(void), const char *name, int line) {
    if (strcmp(name, wanted()) != 0) return;
    said_bytes = 0;
    __real_UnityDefaultTestRun(run, name, line);
    // file:line:name:FAIL: message
    char *verdict = NULL;
    for (char *at = said; (at = strstr(at, name)); at += strlen(name))
        if (at[strlen(name)] == ':') verdict = at + strlen(name) + 1;
    if (!verdict) _exit(2);
    if (strncmp(verdict, "PASS", 4) == 0) glovebox_end("pass", NULL, NULL, NULL);
    char *message = strchr(verdict, ':');
    if (message) {
        message += message[1] == ' ' ? 2 : 1;
        for (size_t end = strlen(message); end > 0 && message[end - 1] == '\n';) message[--end] = 0;
    }
    if (strncmp(verdict, "FAIL", 4) != 0) glovebox_end("skip", message, NULL, NULL);
    static char expected[sizeof said], got[sizeof said];
    char *want = message ? strstr(message, "Expected ") : NULL;
    char *was = want ? strstr(want, " Was ") : NULL;
    if (!was) glovebox_end("fail", message, NULL, NULL);
    snprintf(expected, sizeof expected, "%.*s", (int)(was - want - 9), want + 9);
    snprintf(got, sizeof got, "%s", was + 5);
    // Texts stand in single quotes.
    for (char **text = (char *[]){expected, got, NULL}; *text; text++) {
        size_t bytes = strlen(*text);
        if (bytes < 2 || (*text)[0] != '\'' || (*text)[bytes - 1] != '\'') continue;
        memmove(*text, *text + 1, bytes - 2);
        (*text)[bytes - 2] = 0;
    }
    glovebox_end("fail", message, expected, got);
}
