# Welcome. Press Run, then answer in the terminal.

echo "Hello from Bash ${BASH_VERSINFO[0]}.${BASH_VERSINFO[1]}!"
read -r -p "What is your name? " name
echo "Nice to meet you, $name. Your name has ${#name} letters."
