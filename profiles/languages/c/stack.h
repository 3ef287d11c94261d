#ifndef STACK_H
#define STACK_H

typedef struct {
    const char *items[16];
    int count;
} Stack;

void push(Stack *stack, const char *item);
const char *pop(Stack *stack);

#endif
