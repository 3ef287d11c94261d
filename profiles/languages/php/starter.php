<?php

// Welcome. Press Run, then answer in the terminal.
echo 'Hello from PHP ', PHP_MAJOR_VERSION, '.', PHP_MINOR_VERSION, "!\n";
$name = readline('What is your name? ');
echo "Nice to meet you, $name.\n";
