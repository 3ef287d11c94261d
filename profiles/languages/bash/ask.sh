# A guessing game: the number is drawn anew for every run.
secret=$((RANDOM % 100 + 1))
tries=0

echo "I think of a number from 1 to 100."
while read -r -p "Your guess: " guess; do
  if [[ ! $guess =~ ^[0-9]+$ ]]; then
    echo "A number, please."
    continue
  fi
  ((tries++))
  if ((10#$guess < secret)); then
    echo "Too low."
  elif ((10#$guess > secret)); then
    echo "Too high."
  else
    echo "Yes! $secret, after $tries tries."
    exit 0
  fi
done
echo
echo "It was $secret. See you!"
