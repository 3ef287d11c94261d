// Enters the kernel by the gate of 32-bit programs, where the numbers mean other calls.
// layers: seccomp
// tiers: standard
#include <stdio.h>
#include <sys/wait.h>
#include <unistd.h>

int main(void) {
#ifdef __x86_64__
  pid_t child = fork();
  if (child == 0) {
    long result;
    // getpid(2) of i386.
    __asm__ volatile("int $0x80" : "=a"(result) : "a"(20) : "memory", "r8", "r9", "r10", "r11");
    _exit(result > 0 ? 1 : 2);
  }
  int status;
  waitpid(child, &status, 0);
  if (WIFEXITED(status) && WEXITSTATUS(status) == 1) { puts("BREACH int 0x80 works"); return 1; }
#endif
  puts("HELD");
}
