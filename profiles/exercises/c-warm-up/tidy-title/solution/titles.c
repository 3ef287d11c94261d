#include <stdio.h>
#include <string.h>

/* Takes away spaces at both ends, and leaves one between two words. */
void tidy(char *text) {
    char *to = text;
    for (const char *from = text; *from != '\0'; from++) {
        if (*from != ' ' || (to > text && to[-1] != ' ')) {
            *to++ = *from;
        }
    }
    if (to > text && to[-1] == ' ') {
        to--;
    }
    *to = '\0';
}

int main(void) {
    char line[256];
    while (fgets(line, sizeof line, stdin) != NULL) {
        line[strcspn(line, "\n")] = '\0';
        tidy(line);
        printf("[%s]\n", line);
    }
    return 0;
}
