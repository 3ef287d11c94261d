<?php

class Stack
{
    private array $items = [];

    public function push(mixed $item): void
    {
        $this->items[] = $item;
    }

    public function pop(): mixed
    {
        return array_pop($this->items) ?? throw new UnderflowException('the stack is empty');
    }

    public function isEmpty(): bool
    {
        return $this->items === [];
    }
}
