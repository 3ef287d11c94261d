ROLL = 35  # cents
LOAF = 320

rolls = int(input())

total = rolls * ROLL
print(f"To pay: {total} cents")
