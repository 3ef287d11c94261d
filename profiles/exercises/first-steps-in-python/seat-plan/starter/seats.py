LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"

rows = int(input())
chairs = int(input())

for number in range(1, 4):
    print(f"A{number}", end=" ")
print()
