// Three files: this one, a header, and what the header promises.
#include <stdio.h>

#include "stack.h"

int main(void) {
    Stack stack = {0};
    const char *words[] = {"last", "comes", "first", "what"};
    for (int i = 0; i < 4; i++) push(&stack, words[i]);
    while (stack.count > 0) printf("%s ", pop(&stack));
    printf("\n");
}
