# Ask for the name, then greet.
name = input()
print("Hello " + name)
