# Two files: this one uses the functions of the other.
source ./text.sh

centre "Bash" 30
centre "with a second file" 30
rule 30
count_words "the cat and the dog and the bird"
