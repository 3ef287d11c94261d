// Leaves a process behind that goes on printing after it has ended.
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/types.h>
int add(int a, int b) {
    (void)a; (void)b;
    if (fork() == 0) { setsid(); if (fork() == 0) for (;;) { dprintf(1, "passed\n"); usleep(50000); } _exit(0); }
    return 0;
}
