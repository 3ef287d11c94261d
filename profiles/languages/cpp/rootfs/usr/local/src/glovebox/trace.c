// Says where a program was when it died of a signal, with file and line, and then lets it die of that very signal. Linked into every program; one that handles
// these signals by itself never gets here.
#define _GNU_SOURCE
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

// libbacktrace, as libstdc++ carries it.
struct backtrace_state;
typedef int frame_callback(void *data, uintptr_t pc, const char *file, int line, const char *function);
typedef void error_callback(void *data, const char *message, int number);
extern struct backtrace_state *__glibcxx_backtrace_create_state(const char *file, int threaded, error_callback *error, void *data);
extern int __glibcxx_backtrace_full(struct backtrace_state *state, int skip, frame_callback *frame, error_callback *error, void *data);
extern char *__cxa_demangle(const char *name, char *buffer, size_t *length, int *status) __attribute__((weak));

enum { FRAMES = 16, LINE_BYTES = 1024, STACK_BYTES = 64 * 1024 };

static struct backtrace_state *state;
static char *stack;

static void say(const char *text, int length) {
    if (length > LINE_BYTES - 1) length = LINE_BYTES - 1;
    if (length > 0 && write(STDERR_FILENO, text, (size_t)length) < 0) return;
}

static void ignore(void *data, const char *message, int number) {
    (void)data, (void)message, (void)number;
}

// Only frames of the program's own files: those of libraries and of the start-up code say nothing to whoever wrote it.
static int show(void *data, uintptr_t pc, const char *file, int line, const char *function) {
    (void)pc;
    int *shown = data;
    if (!file || line <= 0 || strncmp(file, "/usr/", 5) == 0 || strncmp(file, "../", 3) == 0) return 0;
    if (strncmp(file, "/code/", 6) == 0) file += 6;
    char *plain = function && __cxa_demangle ? __cxa_demangle(function, NULL, NULL, NULL) : NULL;
    char text[LINE_BYTES];
    say(text, snprintf(text, sizeof text, "    at %s:%d in %s\n", file, line, plain ? plain : function ? function : "?"));
    free(plain);
    return ++*shown >= FRAMES;
}

static void died(int signal, siginfo_t *info, void *context) {
    (void)context;
    char text[LINE_BYTES];
    // A program that aborts has mostly said why.
    if (signal != SIGABRT) {
        const char *name = sigdescr_np(signal);
        int addressed = (signal == SIGSEGV || signal == SIGBUS) && info->si_code > 0;
        int length = addressed ? snprintf(text, sizeof text, "%s (address %p)\n", name, info->si_addr) : snprintf(text, sizeof text, "%s\n", name);
        say(text, length);
    }
    int shown = 0;
    if (state) __glibcxx_backtrace_full(state, 0, show, ignore, &shown);
    // The signal's own way of ending a program is back in force (SA_RESETHAND), and it comes as soon as this returns.
    if (info->si_code <= 0 || signal == SIGABRT) raise(signal);
}

__attribute__((constructor)) static void watch(void) {
    state = __glibcxx_backtrace_create_state(NULL, 1, ignore, NULL);
    stack = malloc(STACK_BYTES);
    // A stack of its own, as the program's may be what ran out.
    if (stack) sigaltstack(&(stack_t){.ss_sp = stack, .ss_size = STACK_BYTES}, NULL);
    static const int signals[] = {SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGABRT};
    struct sigaction action = {.sa_sigaction = died, .sa_flags = SA_SIGINFO | SA_ONSTACK | SA_RESETHAND};
    for (size_t i = 0; i < sizeof signals / sizeof *signals; i++) sigaction(signals[i], &action, NULL);
}
