terminal <- file("stdin", "r")

ask <- function(question) {
  cat(question)
  as.numeric(readLines(terminal, n = 1))
}

height <- ask("How tall are you, in centimetres? ")
animals <- c("an emperor penguin" = 115, "an ostrich" = 250, "a giraffe" = 520)
cat(sprintf("You are %.2f times as tall as %s.\n", height / animals, names(animals)), sep = "")
