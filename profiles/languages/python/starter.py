# A real Python in a sealed box, with a real terminal.
# Press Run (or Ctrl+Enter), then answer in the terminal.

name = input("What is your name? ")
print(f"Hello, {name}!")
