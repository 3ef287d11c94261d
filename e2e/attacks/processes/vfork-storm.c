// Makes processes by vfork as fast as they go.
// layers: processes
// contained: held, cpu_limit
#define _GNU_SOURCE
#include <stdio.h>
#include <time.h>
#include <unistd.h>

int main(void) {
  time_t end = time(NULL) + 2;
  long made = 0;
  while (time(NULL) < end) {
    pid_t child = vfork();
    if (child == 0) _exit(0);
    if (child > 0) made++;
  }
  puts("HELD");
}
