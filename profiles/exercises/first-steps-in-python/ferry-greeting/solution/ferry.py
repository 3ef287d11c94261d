name = input()
island = input()

print(f"Welcome aboard, {name}!")
print(f"Next stop: {island}.")
