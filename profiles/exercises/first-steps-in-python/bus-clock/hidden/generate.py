import random
import sys

seed, number = sys.argv[1:]
chance = random.Random(f"{seed}/{number}")

print(chance.randint(0, 1439))
print(chance.randint(1, 600))
