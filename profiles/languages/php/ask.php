<?php

// A guessing game: the number is drawn anew for every run.
$secret = random_int(1, 100);
$tries = 0;

echo "I think of a number from 1 to 100.\n";
while (true) {
    echo 'Your guess: ';
    $line = fgets(STDIN);
    if ($line === false) {
        echo "\nIt was $secret. See you!\n";
        break;
    }
    $guess = filter_var(trim($line), FILTER_VALIDATE_INT);
    if ($guess === false) {
        echo "A number, please.\n";
        continue;
    }
    $tries++;
    echo match ($guess <=> $secret) {
        -1 => "Too low.\n",
        1 => "Too high.\n",
        0 => "Yes! $secret, after $tries tries.\n",
    };
    if ($guess === $secret) {
        break;
    }
}
