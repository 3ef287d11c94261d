<?php

// A dive into the Mandelbrot set, two pixels in each cell of the terminal.
const WIDTH = 72;
const HEIGHT = 44;
const FRAMES = 24;

/** How soon a point escapes, from 0 to 1; 1 when it stays. */
function escape(float $x, float $y, int $most): float
{
    $a = $b = 0.0;
    for ($step = 0; $step < $most; $step++) {
        [$a2, $b2] = [$a * $a, $b * $b];
        if ($a2 + $b2 > 4) {
            return $step / $most;
        }
        [$a, $b] = [$a2 - $b2 + $x, 2 * $a * $b + $y];
    }
    return 1;
}

function colour(float $share): string
{
    if ($share >= 1) {
        return '8;8;20';
    }
    $wave = fn (float $shift): int => (int) (128 + 127 * sin(9 * sqrt($share) + $shift));
    return "{$wave(0)};{$wave(1)};{$wave(2.4)}";
}

echo "\e[?25l";
for ($frame = 0; $frame < FRAMES; $frame++) {
    $scale = 3 * 0.82 ** $frame / WIDTH;
    $point = fn (int $column, int $row): string => colour(escape(
        -0.74364 + ($column - WIDTH / 2) * $scale,
        0.13183 + ($row - HEIGHT / 2) * $scale,
        40 + 6 * $frame,
    ));
    $picture = $frame > 0 ? "\e[" . HEIGHT / 2 . 'A' : '';
    for ($row = 0; $row < HEIGHT; $row += 2) {
        for ($column = 0; $column < WIDTH; $column++) {
            $picture .= "\e[38;2;{$point($column, $row)};48;2;{$point($column, $row + 1)}m▀";
        }
        $picture .= "\e[0m\n";
    }
    echo $picture;
}
echo "\e[?25h";
