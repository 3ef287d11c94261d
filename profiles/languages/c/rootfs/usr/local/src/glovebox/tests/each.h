// What a process that carries out one test (supervise.pl) knows, and how it tells how the test ended.
#ifdef __cplusplus
extern "C" {
#endif

#define HIDDEN __attribute__((visibility("hidden")))

/// The test's number.
HIDDEN int glovebox_number(void);

/// Tells how the test ended, and ends the process. Texts may be null.
HIDDEN __attribute__((noreturn)) void glovebox_end(const char *status, const char *message, const char *expected, const char *got);

#ifdef __cplusplus
}
#endif
