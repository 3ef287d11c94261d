// Enters the kernel with the numbers of the x32 ABI, which filters of 64-bit numbers overlook.
// layers: seccomp
// tiers: standard
#include <stdio.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

int main(void) {
#ifdef __x86_64__
  pid_t child = fork();
  if (child == 0) {
    long result = syscall(0x40000000 | SYS_getpid);
    _exit(result > 0 ? 1 : 2);
  }
  int status;
  waitpid(child, &status, 0);
  if (WIFEXITED(status) && WEXITSTATUS(status) == 1) { puts("BREACH x32 works"); return 1; }
#endif
  puts("HELD");
}
