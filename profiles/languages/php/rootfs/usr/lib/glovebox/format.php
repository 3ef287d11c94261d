<?php

// Lays out what comes on the standard input, much as PSR-12 has it: php format.php <name>. Only white space and the case of keywords change: a statement gets lines
// of its own, and where it is broken within is left to whoever wrote it.

require __DIR__ . '/format/tokens.php';
require __DIR__ . '/format/spacing.php';
require __DIR__ . '/format/layout.php';

$name = $argv[1];
$code = stream_get_contents(STDIN);
try {
    $tokens = tokens($code);
} catch (ParseError $fault) {
    fwrite(STDERR, "Parse error: {$fault->getMessage()} in $name on line {$fault->getLine()}\n");
    exit(1);
}
$essence = array_map(essence(...), $tokens);
$text = (new Layout($tokens))->write();
if (array_map(essence(...), tokens($text)) !== $essence) {
    fwrite(STDERR, "$name is left as it is: laid out it would be another program.\n");
    exit(1);
}
echo $text;
