import random
import sys

seed, number = sys.argv[1:]
chance = random.Random(f"{seed}/{number}")

print(chance.randint(3, 12))
print(chance.randint(6, 24))
