#include <stdio.h>

#define MOST 48

/* The lowest of the temperatures. There is at least one. */
int coldest(const int degrees[], size_t count) {
    int lowest = degrees[0];
    for (size_t i = 1; i < count; i++) {
        if (degrees[i] < lowest) {
            lowest = degrees[i];
        }
    }
    return lowest;
}

/* How many temperatures are below 0. */
int frosts(const int degrees[], size_t count) {
    int below = 0;
    for (size_t i = 0; i < count; i++) {
        if (degrees[i] < 0) {
            below++;
        }
    }
    return below;
}

/* How many below 0 come one after the other at most. */
int longest_frost(const int degrees[], size_t count) {
    int longest = 0;
    int present = 0;
    for (size_t i = 0; i < count; i++) {
        present = degrees[i] < 0 ? present + 1 : 0;
        if (present > longest) {
            longest = present;
        }
    }
    return longest;
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
