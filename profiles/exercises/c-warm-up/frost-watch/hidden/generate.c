#include <stdio.h>
#include <stdlib.h>

/* Arguments: seed and number. Prints the temperatures of a night. */
int main(int argc, char *argv[]) {
    if (argc != 3) {
        return 1;
    }
    unsigned state = (unsigned)atoi(argv[1]) * 7919u + (unsigned)atoi(argv[2]) * 104729u + 1u;
    int degrees = 4;
    for (int i = 0; i < 48; i++) {
        state = state * 1664525u + 1013904223u;
        degrees += (int)(state >> 16) % 5 - 2;
        printf("%d\n", degrees);
    }
    return 0;
}
