// Welcome. Press Run, then answer in the terminal.
#include <stdio.h>

int main(void) {
    char name[64];
    printf("Hello from C %ld!\n", __STDC_VERSION__ / 100);
    printf("What is your name? ");
    if (scanf("%63s", name) != 1) return 1;
    printf("Nice to meet you, %s.\n", name);
}
