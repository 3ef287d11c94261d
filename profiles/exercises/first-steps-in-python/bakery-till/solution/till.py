ROLL = 35  # cents
LOAF = 320

rolls = int(input())
loaves = int(input())
note = int(input())

total = rolls * ROLL + loaves * LOAF
change = note * 100 - total

print(f"To pay: {total / 100:.2f} euros")
print(f"Change: {change / 100:.2f} euros")
