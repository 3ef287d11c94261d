// Reads what supervise.pl says before any code of the submission runs: this file is linked first, and runs from .preinit_array.
#include "each.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#define ORDERS 3
#define TEXT_BYTES 20000

static char word[64];
static int number = -1;

static void begin(int argc, char **argv, char **env) {
    (void)env;
    fcntl(ORDERS, F_SETFD, FD_CLOEXEC);
    size_t length = 0;
    for (char one; read(ORDERS, &one, 1) == 1 && one != '\n';)
        if (one != ' ' && length < sizeof word - 1) word[length++] = one;
        else length = sizeof word;
    for (int at = 0; argc > 1 && argv[1][at] >= '0' && argv[1][at] <= '9'; at++) number = (number < 0 ? 0 : number * 10) + argv[1][at] - '0';
}

__attribute__((section(".preinit_array"), used)) static void (*const first)(int, char **, char **) = begin;

int glovebox_number(void) { return number; }

static char line[8 * TEXT_BYTES];
static size_t filled;

static void add(const char *text) {
    for (; *text && filled < sizeof line - 8; text++) line[filled++] = *text;
}

static void add_text(const char *name, const char *text) {
    add(",\"");
    add(name);
    add("\":\"");
    for (int left = TEXT_BYTES; *text && left > 0; text++, left--) {
        unsigned char one = (unsigned char)*text;
        if (one == '"' || one == '\\') add("\\");
        if (one == '\n') add("\\n");
        else if (one < ' ' || one == 127) add(" ");
        else line[filled++] = *text;
    }
    add("\"");
}

void glovebox_end(const char *status, const char *message, const char *expected, const char *got) {
    fflush(NULL);
    add(word);
    add(" {\"type\":\"end\",\"test\":");
    char digits[16];
    snprintf(digits, sizeof digits, "%d", number);
    add(digits);
    add_text("status", status);
    add_text("message", message ? message : "");
    if (expected && got) {
        add_text("expected", expected);
        add_text("got", got);
    }
    add("}\n");
    for (size_t done = 0; done < filled;) {
        ssize_t wrote = write(ORDERS, line + done, filled - done);
        if (wrote <= 0) break;
        done += (size_t)wrote;
    }
    _exit(0);
}
