# Two waves that run across the terminal, in colours of 24 bits.
width=64
height=14
frames=60

# Bash knows whole numbers only: a sine as a table of 64 steps, from -100 to 100.
sine=()
for step in {0..63}; do
  # Bhaskara's approximation, for half a turn, and its mirror image.
  half=$((step % 32 * 180 / 32))
  product=$((half * (180 - half)))
  value=$((400 * product / (40500 - product)))
  sine[step]=$((step < 32 ? value : -value))
done

printf '\e[?25l'
trap 'printf "\e[0m\e[?25h"' EXIT
for ((frame = 0; frame < frames; frame++)); do
  ((frame > 0)) && printf '\e[%dA' "$height"
  picture=''
  for ((row = 0; row < height; row++)); do
    line=''
    for ((column = 0; column < width; column++)); do
      first=$(((sine[(column + frame) % 64] + 100) * (height - 1) / 200))
      second=$(((sine[(column * 2 - frame + 640) % 64] + 100) * (height - 1) / 200))
      if ((first == row)); then
        line+=$'\e[38;2;255;'$((60 + column * 3))$';90m●'
      elif ((second == row)); then
        line+=$'\e[38;2;80;'$((255 - column * 2))$';255m•'
      else
        line+=' '
      fi
    done
    picture+="$line"$'\e[0m\n'
  done
  printf '%s' "$picture"
  sleep 0.03
done
