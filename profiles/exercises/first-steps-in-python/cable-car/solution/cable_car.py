age = int(input())

if age < 6:
    print("Free ride")
elif age < 16:
    print("6 euros")
elif age < 65:
    print("12 euros")
else:
    print("9 euros")
