price = int(input())
tin = int(input())
weekly = int(input())

week = 0
if tin < price:
    week = week + 1
    tin = tin + weekly
    print(f"Week {week}: {tin} euros")

print(f"The bike is hers after {week} weeks.")
