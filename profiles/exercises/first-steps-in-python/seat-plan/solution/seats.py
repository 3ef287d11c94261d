LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"

rows = int(input())
chairs = int(input())

for letter in LETTERS[:rows]:
    for number in range(1, chairs + 1):
        print(f"{letter}{number}", end=" ")
    print()
