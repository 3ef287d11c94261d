leaves = int(input())
ride = int(input())

print(f"Leaves: {leaves}")
print(f"Arrives: {leaves + ride}")
