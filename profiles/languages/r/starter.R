# A real R in a sealed box, with a real terminal.
# Press Run (or Ctrl+Enter), then answer in the terminal.

cat("What is your name? ")
name <- readLines("stdin", n = 1)
cat("Hello, ", name, "!\n", sep = "")
