<?php

// Two files: this one uses the class of the other.
require 'stack.php';

$stack = new Stack();
foreach (['last', 'comes', 'first', 'what'] as $word) {
    $stack->push($word);
}
while (!$stack->isEmpty()) {
    echo $stack->pop(), ' ';
}
echo "\n";
