GRANDMOTHER = 10  # euros, in every fourth week

price = int(input())
tin = int(input())
weekly = int(input())

week = 0
while tin < price:
    week += 1
    tin += weekly
    if week % 4 == 0:
        tin += GRANDMOTHER
    print(f"Week {week}: {tin} euros")

print(f"The bike is hers after {week} weeks.")
