// Makes any dynamically linked interpreter a standby (profiles/agent/PROTOCOL.md, "Standby"). It is preloaded, lets the interpreter load, and waits for
// "go" where the program is first looked at. From then on it passes calls on.
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

// Where the descriptor is kept meanwhile: what the interpreter opens has the numbers that it would have without. Below every box's limit of open files.
enum { OUT_OF_THE_WAY = 1000 };

static volatile int gate = -1; // what "go" is read from; -1: nothing to wait for
static pid_t waiter;
static pthread_mutex_t one_waits = PTHREAD_MUTEX_INITIALIZER;
static char **words; // the command line, which names the program
static char workspace[PATH_MAX];
static char **line; // all of the command line, as it was
static int at_read; // the program may be opened early: it waits where it is read
static int marked; // the program may be looked into early: it seems to begin with a byte order mark
static char early[PATH_MAX];
static int held = -1; // stands for the program that was opened early

#define REAL(name) ({ static __typeof__(&name) real; if (!real) real = dlsym(RTLD_NEXT, #name); real; })

static void await_go(void) {
  pthread_mutex_lock(&one_waits);
  if (gate >= 0) {
    char byte;
    ssize_t count;
    do count = read(gate, &byte, 1); while (count < 0 && errno == EINTR);
    // Not needed.
    if (count != 1) _exit(0);
    close(gate);
    gate = -1;
  }
  pthread_mutex_unlock(&one_waits);
}

// A path as it is called from the workspace.
static const char *from_workspace(const char *path) {
  size_t length = strlen(workspace);
  if (!strncmp(path, workspace, length) && path[length] == '/') path += length + 1;
  return strncmp(path, "./", 2) ? path : path + 2;
}

// Whether a path is what a word of the command line names, or the end of a word after "=" or a space, or is in a folder that one names. What is not of the
// workspace is the interpreter's own.
static int names_program(const char *path) {
  if (gate < 0 || !path) return 0;
  path = from_workspace(path);
  for (char **word = words; *word; word++) {
    char *cut = strpbrk(*word, "= ");
    const char *name = from_workspace(cut ? cut + 1 : *word);
    size_t length = strlen(name);
    if (length > 0 && name[length - 1] == '/') length--;
    if (length > 0 && *name != '-' && *name != '/' && !strncmp(path, name, length) && (path[length] == 0 || path[length] == '/')) return 1;
  }
  return 0;
}

static void look(const char *path) {
  if (names_program(path)) await_go();
}

// Whatever it becomes would not wait any more. What it starts beside itself is no program.
static void become(void) {
  if (gate >= 0 && getpid() == waiter) await_go();
}

// Whether a program, whose beginning the interpreter has not seen, says there how it is to be read.
static int has_orders(int program) {
  char text[512] = "";
  ssize_t count = pread(program, text, sizeof text - 1, 0);
  if (count < 0) return 1;
  char *second = strchr(text, '\n'), *end = second ? strchr(second + 1, '\n') : NULL;
  if (end) *end = 0;
  return !strncmp(text, "#!", 2) || !strncmp(text, "\xEF\xBB\xBF", 3) || strstr(text, "coding");
}

// "go": the descriptor that stands for the program leads to it. Where that cannot be, the interpreter starts anew, as it would have been started.
static void lead_to_program(void) {
  await_go();
  int fd = held, program = REAL(open)(early, O_RDONLY | O_CLOEXEC);
  held = -1;
  if (program < 0 || (marked && has_orders(program))) {
    REAL(close)(fd);
    REAL(execv)("/proc/self/exe", line);
    _exit(1);
  }
  if (dup3(program, fd, fcntl(fd, F_GETFD) & FD_CLOEXEC ? O_CLOEXEC : 0) < 0) _exit(1);
  REAL(close)(program);
}

// A descriptor that stands for the program until that is read; below zero where there is none.
static int hold(const char *path, int flags) {
  if (!at_read || held >= 0 || (flags & O_ACCMODE) != O_RDONLY || !names_program(path) || strlen(path) >= sizeof early) return -1;
  int fd = memfd_create("program", flags & O_CLOEXEC ? MFD_CLOEXEC : 0);
  if (fd < 0 || (marked && pwrite(fd, "\xEF\xBB\xBF", 3, 0) != 3)) return -1;
  strcpy(early, path);
  return held = fd;
}

ssize_t read(int fd, void *to, size_t size) {
  if (fd >= 0 && fd == held && !(marked && lseek(fd, 0, SEEK_CUR) == 0)) lead_to_program();
  return REAL(read)(fd, to, size);
}

int close(int fd) {
  if (fd >= 0 && fd == held) held = -1;
  return REAL(close)(fd);
}

// The C library reads its files without the wrapper above.
static ssize_t read_late(void *cookie, char *to, size_t size) { return read((int)(long)cookie, to, size); }

static int close_late(void *cookie) { return close((int)(long)cookie); }

static FILE *open_late(const char *path, const char *mode) {
  int fd = strcmp(mode, "r") ? -1 : hold(path, O_RDONLY);
  if (fd < 0) return NULL;
  return fopencookie((void *)(long)fd, "r", (cookie_io_functions_t){.read = read_late, .close = close_late});
}

#define MODE(flags) ({ va_list rest; va_start(rest, flags); int mode = (flags) & (O_CREAT | O_TMPFILE) ? va_arg(rest, int) : 0; va_end(rest); mode; })
#define OPEN(name) int name(const char *path, int flags, ...) { int mode = MODE(flags), early = hold(path, flags); if (early >= 0) return early; look(path); return REAL(name)(path, flags, mode); }
#define OPENAT(name) int name(int at, const char *path, int flags, ...) { int mode = MODE(flags), early = hold(path, flags); if (early >= 0) return early; look(path); return REAL(name)(at, path, flags, mode); }
#define FOPEN(name) FILE *name(const char *path, const char *mode) { FILE *late = open_late(path, mode); if (late) return late; look(path); return REAL(name)(path, mode); }
#define LOOK(result, name, types, ...) result name types { look(path); return REAL(name)(__VA_ARGS__); }

OPEN(open)
OPEN(open64)
OPENAT(openat)
OPENAT(openat64)
FOPEN(fopen)
FOPEN(fopen64)
LOOK(int, stat, (const char *path, struct stat *to), path, to)
LOOK(int, stat64, (const char *path, struct stat64 *to), path, to)
LOOK(int, lstat, (const char *path, struct stat *to), path, to)
LOOK(int, lstat64, (const char *path, struct stat64 *to), path, to)
LOOK(int, fstatat, (int at, const char *path, struct stat *to, int flags), at, path, to, flags)
LOOK(int, fstatat64, (int at, const char *path, struct stat64 *to, int flags), at, path, to, flags)
LOOK(int, statx, (int at, const char *path, int flags, unsigned mask, struct statx *to), at, path, flags, mask, to)
LOOK(int, access, (const char *path, int mode), path, mode)
LOOK(int, faccessat, (int at, const char *path, int mode, int flags), at, path, mode, flags)
LOOK(ssize_t, readlink, (const char *path, char *to, size_t size), path, to, size)
LOOK(ssize_t, readlinkat, (int at, const char *path, char *to, size_t size), at, path, to, size)
LOOK(char *, realpath, (const char *path, char *to), path, to)

#define BECOME(name, types, ...) int name types { become(); return REAL(name)(__VA_ARGS__); }
BECOME(execve, (const char *path, char *const argv[], char *const envp[]), path, argv, envp)
BECOME(execv, (const char *path, char *const argv[]), path, argv)
BECOME(execvp, (const char *path, char *const argv[]), path, argv)

// What glibc's checks make of some of them.
int __open_2(const char *path, int flags) { return open(path, flags); }
int __open64_2(const char *path, int flags) { return open64(path, flags); }
char *__realpath_chk(const char *path, char *to, size_t size) { (void)size; return realpath(path, to); }

// How libuv calls statx.
long syscall(long number, ...) {
  long arg[6];
  va_list rest;
  va_start(rest, number);
  for (int index = 0; index < 6; index++) arg[index] = va_arg(rest, long);
  va_end(rest);
  if (number == SYS_statx) look((const char *)arg[1]);
  return REAL(syscall)(number, arg[0], arg[1], arg[2], arg[3], arg[4], arg[5]);
}

// Takes a variable out of the environment, and its text out of /proc/self/environ. Returns a copy of its value.
static char *take(const char *name) {
  char *value = getenv(name), *copy = value ? strdup(value) : NULL;
  if (!value) return NULL;
  unsetenv(name);
  memset(value - strlen(name) - 1, 0, strlen(name) + 1 + strlen(value));
  return copy;
}

// A copy of a word, since some interpreters write over theirs, with each "/./" made "/".
static char *keep(const char *word) {
  char *copy = strdup(word);
  for (char *at = copy; at && (at = strstr(at, "/./"));) memmove(at, at + 2, strlen(at + 2) + 1);
  if (!copy) _exit(1);
  return copy;
}

__attribute__((constructor)) static void begin(int count, char **argv) {
  char *go = take("GLOVEBOX_GO_FD"), *wait = take("GLOVEBOX_WAIT");
  free(take("LD_PRELOAD"));
  if (!go || !wait) return;
  words = calloc(count + 1, sizeof *words);
  line = calloc(count + 1, sizeof *line);
  for (int index = 0; line && index < count; index++) line[index] = strdup(argv[index]);
  for (int index = 1; words && index < count; index++) words[index - 1] = keep(argv[index]);
  if (!words || !line || !getcwd(workspace, sizeof workspace)) _exit(1);
  gate = fcntl(atoi(go), F_DUPFD_CLOEXEC, OUT_OF_THE_WAY);
  if (gate < 0) _exit(1);
  close(atoi(go));
  waiter = getpid();
  marked = !strcmp(wait, "mark");
  at_read = marked || !strcmp(wait, "read");
  if (!strcmp(wait, "start")) await_go();
}
