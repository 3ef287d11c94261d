#include "stack.h"

#include <assert.h>

void push(Stack *stack, const char *item) {
    assert(stack->count < 16);
    stack->items[stack->count++] = item;
}

const char *pop(Stack *stack) {
    assert(stack->count > 0);
    return stack->items[--stack->count];
}
