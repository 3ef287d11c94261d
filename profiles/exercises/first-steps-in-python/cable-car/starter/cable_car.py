age = int(input())

if age < 6:
    print("Free ride")
