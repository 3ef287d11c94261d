#include <stdio.h>

#define BOX 10

int main(void) {
    int eggs;
    if (scanf("%d", &eggs) != 1 || eggs < 0) {
        fprintf(stderr, "How many eggs?\n");
        return 1;
    }

    printf("Boxes: %d\n", eggs / BOX);
    printf("Left over: %d\n", eggs % BOX);
    return 0;
}
