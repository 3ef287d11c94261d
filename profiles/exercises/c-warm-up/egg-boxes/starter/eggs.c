#include <stdio.h>

#define BOX 10

int main(void) {
    int eggs = 0;
    scanf("%d", &eggs);

    printf("Boxes: %d\n", eggs);
    return 0;
}
