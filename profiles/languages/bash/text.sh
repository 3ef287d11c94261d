# Writes a text in the middle of so many columns.
centre() {
  local text=$1 width=$2
  local left=$(((width - ${#text}) / 2))
  printf '%*s%s\n' "$left" '' "$text"
}

# Draws a line of so many columns.
rule() {
  local line
  printf -v line '%*s' "$1" ''
  echo "${line// /─}"
}

# Says how often each word is there, the most frequent first.
count_words() {
  local -A counts=()
  local word
  for word in $1; do counts[$word]=$((${counts[$word]:-0} + 1)); done
  for word in "${!counts[@]}"; do echo "${counts[$word]} $word"; done | sort -k1,1nr -k2
}
